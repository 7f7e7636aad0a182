import { describe, expect, test } from 'vitest'
import { refuseStaleAssets } from '../asset-version.ts'
import { answerPrecognition } from '../precognition.ts'
import { previousAddress, redirectAnswer } from '../redirect.ts'
import { firstVisit, routerVisit } from './visits.ts'

function visit(method: string, headers: Record<string, string> = {}) {
  return { ...routerVisit(headers), method }
}

describe('a browser with assets of another build', () => {
  test('loads the page anew, and learns the version that it is refused for', () => {
    const answer = refuseStaleAssets(routerVisit({ 'x-inertia-version': 'old' }, '/orders?page=2'), 'new')

    expect(answer).toMatchObject({
      status: 409,
      headers: { 'x-inertia-location': '/orders?page=2', 'x-inertia-version': 'new' },
      body: undefined,
    })
    expect(answer?.headers).not.toHaveProperty('x-inertia')
  })

  test('that names no version is refused as well', () => {
    const { host } = routerVisit().headers
    const request = { method: 'GET', url: '/', headers: { host, 'x-inertia': 'true' } }

    expect(refuseStaleAssets(request, 'new')).toMatchObject({ status: 409 })
  })

  test.each([
    ['the version is current', routerVisit({ 'x-inertia-version': 'new' }), 'new'],
    ['the app has no version', routerVisit({ 'x-inertia-version': 'old' }), null],
    ['a form was sent', visit('POST', { 'x-inertia-version': 'old' }), 'new'],
    ['it is a first visit', firstVisit({ 'x-inertia-version': 'old' }), 'new'],
  ])('is served when %s', (_name, request, version) => {
    expect(refuseStaleAssets(request, version)).toBeUndefined()
  })
})

describe('a redirect', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('after %s is followed with GET', (method) => {
    expect(redirectAnswer(visit(method), '/orders')).toMatchObject({ status: 303, headers: { location: '/orders' } })
    expect(redirectAnswer({ ...firstVisit(), method }, '/orders')).toMatchObject({ status: 303 })
  })

  test('after GET is found elsewhere', () => {
    expect(redirectAnswer(routerVisit(), '/orders')).toMatchObject({ status: 302, headers: { location: '/orders' } })
  })

  test.each(['https://pay.example/x#y', '//pay.example/x', '/\\pay.example/x', 'http://shop.example:8080/'])(
    'to another site is left to the browser when asked for, and else refused: %s',
    (location) => {
      const answer = redirectAnswer(visit('POST'), location, { external: true })

      expect(answer).toMatchObject({ status: 409, headers: { 'x-inertia-location': location } })
      expect(answer.headers).not.toHaveProperty('x-inertia')
      expect(redirectAnswer(firstVisit(), location, { external: true })).toMatchObject({
        status: 302,
        headers: { location },
      })
      for (const request of [visit('POST'), firstVisit()]) {
        expect(() => redirectAnswer(request, location)).toThrow(expect.objectContaining({ code: 'ASH308' }))
      }
    },
  )

  test('to an absolute address of this host is one of the app', () => {
    expect(redirectAnswer(visit('POST'), 'https://shop.example/orders')).toMatchObject({ status: 303 })
  })

  test('to what is no page of the app loads a document', () => {
    const answer = redirectAnswer(visit('POST'), '/orders.csv', { external: true })

    expect(answer).toMatchObject({ status: 409, headers: { 'x-inertia-location': '/orders.csv' } })
  })

  test('with a fragment is followed by the client router, except ahead of a click', () => {
    const answer = redirectAnswer(visit('POST'), '/orders#new')

    expect(answer).toMatchObject({ status: 409, headers: { 'x-inertia-redirect': '/orders#new' } })
    expect(answer.headers).not.toHaveProperty('x-inertia')
    expect(redirectAnswer(routerVisit({ purpose: 'prefetch' }), '/orders#new')).toMatchObject({ status: 302 })
    expect(redirectAnswer(firstVisit(), '/orders#new')).toMatchObject({ status: 302 })
  })

  test.each(['javascript:alert(1)', ' JaVaScRiPt:alert(1)', '\u0001javascript:alert(1)', 'data:text/html,x'])(
    'that could run code is refused: %s',
    (location) => {
      expect(() => redirectAnswer(routerVisit(), location)).toThrow(expect.objectContaining({ code: 'ASH306' }))
    },
  )

  test('is safe as a header, whatever a user typed', () => {
    const answer = redirectAnswer(firstVisit(), '/orders?search=žluť\r\nset-cookie: a=b \ud800')

    expect(answer.headers.location).toBe('/orders?search=%C5%BElu%C5%A5%0D%0Aset-cookie:%20a=b%20%EF%BF%BD')
  })
})

describe('the way back', () => {
  const from = (referer: string) => previousAddress(firstVisit({ referer }), '/home')

  test('is the page that the request came from', () => {
    expect(from('https://shop.example/orders?page=2#top')).toBe('/orders?page=2')
  })

  test.each(['https://evil.example/orders', 'no address', 'https://shop.example//evil.example/'])(
    'is the fallback when it came from elsewhere: %s',
    (referer) => {
      expect(from(referer)).toBe('/home')
    },
  )
})

describe('precognition', () => {
  const asking = (fields?: string) =>
    visit('POST', { precognition: 'true', ...(fields !== undefined && { 'precognition-validate-only': fields }) })
  const errors = { name: 'Too short', 'lines.0.amount': ['Not a number', 'Missing'], 'address.street': 'Missing' }

  test('an ordinary form asks nothing', () => {
    expect(answerPrecognition(visit('POST'), errors)).toBeUndefined()
  })

  test('is 204 when all is in order', () => {
    expect(answerPrecognition(asking(), {})).toEqual({
      status: 204,
      headers: { precognition: 'true', 'precognition-success': 'true', vary: 'Precognition' },
      body: undefined,
    })
  })

  test('is 422 with the messages of every field', () => {
    const answer = answerPrecognition(asking(), errors)

    expect(answer).toMatchObject({ status: 422, headers: { precognition: 'true', vary: 'Precognition' } })
    expect(answer?.headers).not.toHaveProperty('precognition-success')
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      message: 'Too short',
      errors: { name: ['Too short'], 'lines.0.amount': ['Not a number', 'Missing'], 'address.street': ['Missing'] },
    })
  })

  test.each([
    ['name,email', ['name']],
    ['lines.*.amount', ['lines.0.amount']],
    ['address', ['address.street']],
    ['name,lines.0.amount', ['name', 'lines.0.amount']],
  ])('looks only at the fields it asks about: %s', (fields, found) => {
    expect(Object.keys(JSON.parse(answerPrecognition(asking(fields), errors)?.body ?? '').errors)).toEqual(found)
  })

  test('is 204 when the fields it asks about are in order, whatever the others are', () => {
    expect(answerPrecognition(asking('email,lines.1.amount'), errors)).toMatchObject({ status: 204 })
  })
})
