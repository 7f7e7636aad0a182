import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rawJson } from '../index.ts'
import type { PageObject } from '../page-object.ts'
import { type RenderPageOptions, renderPage } from '../render-page.ts'
import { resolvePage } from '../resolve-page.ts'
import { firstVisit, pageOf, routerVisit } from './visits.ts'

const page = pageOf({ title: z.string() })
const template: RenderPageOptions['template'] = ({ head, body, nonce }) =>
  `<html><head nonce="${nonce}">${head}</head><body>${body}</body></html>`

function resolved(request = firstVisit(), options = {}) {
  const props = { title: '</script><b>"' }
  return resolvePage({ request, page, props, shared: { menu: rawJson('["a/b"]') }, version: 'v1', ...options })
}

describe('the answer to a visit of the client router', () => {
  test('is the page object as JSON', async () => {
    const answer = await renderPage(await resolved(routerVisit(), { status: 404 }), { template })

    expect(answer.status).toBe(404)
    expect(answer.headers).toMatchObject({ 'x-inertia': 'true', vary: 'X-Inertia' })
    expect(answer.headers['content-type']).toMatch('application/json')
    expect(JSON.parse(answer.body ?? '')).toEqual({
      component: 'orders/Browse',
      props: { menu: ['a/b'], title: '</script><b>"', errors: {} },
      url: '/orders',
      version: 'v1',
      sharedProps: ['menu'],
    })
  })
})

describe('the answer to a first visit', () => {
  test('is a document with the page object in a script and an empty root element', async () => {
    const answer = await renderPage(await resolved(firstVisit(), { status: 500 }), { template, nonce: 'n0' })

    expect(answer.status).toBe(500)
    expect(answer.headers).toEqual({ 'content-type': 'text/html; charset=utf-8', vary: 'X-Inertia' })
    expect(answer.body).toBe(
      '<html><head nonce="n0"></head><body><script data-page="app" type="application/json">' +
        '{"component":"orders\\/Browse","props":{"menu":["a\\/b"],"title":"\\u003c\\/script>\\u003cb>\\"","errors":{}},' +
        '"url":"\\/orders","version":"v1","sharedProps":["menu"]}</script><div id="app"></div></body></html>',
    )
  })

  test('has the markup rendered on the server, marked for hydration, and the head tags of the page', async () => {
    const seen: PageObject[] = []
    const render = async (object: PageObject) => {
      seen.push(object)
      return { head: ['<title>Orders</title>', '<meta name="a">'], html: '<h1>Orders</h1>' }
    }
    const answer = await renderPage(await resolved(), { template, render })

    expect(seen[0]?.props).toEqual({ menu: ['a/b'], title: '</script><b>"', errors: {} })
    expect(answer.body).toContain('<head nonce=""><title>Orders</title><meta name="a"></head>')
    expect(answer.body).toContain('</script><div data-server-rendered="true" id="app"><h1>Orders</h1></div></body>')
  })

  test('is left to the browser when rendering fails, and the failure is reported', async () => {
    const failure = new Error('window is not defined')
    const reports: unknown[] = []
    const answer = await renderPage(await resolved(), {
      template,
      render: () => Promise.reject(failure),
      onRenderError: (error, component) => reports.push(error, component),
    })

    expect(answer.status).toBe(200)
    expect(answer.body).toContain('<div id="app"></div>')
    expect(reports).toEqual([failure, 'orders/Browse'])
  })

  test('raises when rendering fails and that must not pass unnoticed', async () => {
    const cause = new Error('window is not defined')
    const outcome = renderPage(await resolved(), {
      template,
      throwOnRenderError: true,
      render: () => Promise.reject(cause),
    })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH307', details: { page: 'orders/Browse' }, cause })
  })

  test('is not rendered on the server for a page that opts out, nor for the client router', async () => {
    const render = () => Promise.reject(new Error('rendered'))
    const options = { template, render, throwOnRenderError: true }

    await expect(renderPage(await resolved(firstVisit(), { serverRender: false }), options)).resolves.toBeDefined()
    await expect(renderPage(await resolved(routerVisit()), options)).resolves.toBeDefined()
  })
})
