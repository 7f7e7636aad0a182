import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { always, defer, optional, rawJson, rawJsonObject } from '../index.ts'
import { resolvePage } from '../resolve-page.ts'
import { firstVisit, noting, objectOf, pageOf, reload, routerVisit } from './visits.ts'

const text = z.string()

describe('a full visit', () => {
  test('has component, props with errors, url and version, and nothing that does not apply', async () => {
    const object = await objectOf({
      request: firstVisit({}, '/orders?page=2'),
      page: pageOf({ title: text }),
      props: { title: 'Orders' },
    })

    expect(object).toEqual({
      component: 'orders/Browse',
      props: { title: 'Orders', errors: {} },
      url: '/orders?page=2',
      version: 'v1',
    })
  })

  test('runs closures and awaits promises, at any depth of objects', async () => {
    const object = await objectOf({
      page: pageOf({ a: text, b: text, c: z.object({ d: z.object({ e: text }), f: text }) }),
      props: { a: () => 'a', b: Promise.resolve('b'), c: { d: async () => ({ e: 'e' }), f: () => 'f' } },
    })

    expect(object.props).toEqual({ a: 'a', b: 'b', c: { d: { e: 'e' }, f: 'f' }, errors: {} })
  })

  test('runs closures in parallel', async () => {
    const gate = Promise.withResolvers<string>()
    const object = await objectOf({
      page: pageOf({ first: text, second: text }),
      props: {
        first: () => gate.promise,
        second: () => {
          gate.resolve('opened by the second')
          return 'second'
        },
      },
    })

    expect(object.props.first).toBe('opened by the second')
  })

  test('keeps the order of the props, however long each takes', async () => {
    const object = await objectOf({
      page: pageOf({ a: text, b: text, c: text }),
      props: { a: () => new Promise<string>((resolve) => setImmediate(resolve, 'a')), b: 'b', c: () => 'c' },
    })

    expect(Object.keys(object.props)).toEqual(['a', 'b', 'c', 'errors'])
  })

  test('leaves out optional and deferred props without running them, and announces the deferred by group', async () => {
    const ran: string[] = []
    const later = text.optional()
    const object = await objectOf({
      page: pageOf({ a: later, b: later, c: later, d: later, nested: z.object({ e: later, f: text }) }),
      props: {
        a: optional(noting(ran, 'a')),
        b: defer(noting(ran, 'b')),
        c: defer(noting(ran, 'c'), { group: 'slow' }),
        d: () => defer(noting(ran, 'd')),
        nested: { e: defer(noting(ran, 'e'), { group: 'slow' }), f: noting(ran, 'f') },
      },
    })

    expect(ran).toEqual(['f'])
    expect(object.props).toEqual({ nested: { f: 'f' }, errors: {} })
    expect(object.deferredProps).toEqual({ default: ['b', 'd'], slow: ['c', 'nested.e'] })
  })

  test('a partial reload of another page is a full visit', async () => {
    const object = await objectOf({
      request: reload({ only: 'a', headers: { 'x-inertia-partial-component': 'orders/Edit' } }),
      page: pageOf({ a: text, b: text }),
      props: { a: 'a', b: 'b' },
    })

    expect(object.props).toEqual({ a: 'a', b: 'b', errors: {} })
  })

  test('the headers of a partial reload mean nothing on a visit that the client router did not send', async () => {
    const object = await objectOf({
      request: firstVisit({ 'x-inertia-partial-component': 'orders/Browse', 'x-inertia-partial-data': 'a' }),
      page: pageOf({ a: text, b: text }),
      props: { a: 'a', b: 'b' },
    })

    expect(object.props).toEqual({ a: 'a', b: 'b', errors: {} })
  })

  test('a failing closure ends the visit once the others have come to rest', async () => {
    const slow = Promise.withResolvers<string>()
    let isSettled = false
    const outcome = objectOf({
      page: pageOf({ fails: text, slow: text }),
      props: {
        fails: () => {
          throw new Error('no such table')
        },
        slow: () => slow.promise.finally(() => (isSettled = true)),
      },
    })
    setImmediate(() => slow.resolve('done'))

    await expect(outcome).rejects.toThrow('no such table')
    expect(isSettled).toBe(true)
  })
})

describe('shared props', () => {
  test('stand beside the props of the page, named for instant visits; the page wins', async () => {
    const ran: string[] = []
    const object = await objectOf({
      page: pageOf({ title: text }),
      props: { title: 'Orders' },
      shared: { user: { id: 1 }, title: noting(ran, 'title'), locale: rawJson('{"language":"en"}') },
    })

    expect(object.props).toEqual({ user: { id: 1 }, title: 'Orders', locale: { language: 'en' }, errors: {} })
    expect(object.sharedProps).toEqual(['user', 'locale'])
    expect(ran).toEqual([])
  })

  test('are filtered like the others, and closures among them run only when wanted', async () => {
    const ran: string[] = []
    const object = await objectOf({
      request: reload({ only: 'title' }),
      page: pageOf({ title: text }),
      props: { title: 'Orders' },
      shared: { menu: noting(ran, 'menu'), user: always(noting(ran, 'user')), locale: rawJson('{}') },
    })

    expect(object.props).toEqual({ title: 'Orders', user: 'user', errors: {} })
    expect(ran).toEqual(['user'])
  })
})

describe('raw JSON', () => {
  test('is put together without being serialised again', () => {
    const orders = rawJson('{"title" : "Orders"}')
    const locale = rawJsonObject({ language: 'en', namespaces: rawJsonObject({ orders }), missing: undefined })

    expect(locale.text).toBe('{"language":"en","namespaces":{"orders":{"title" : "Orders"}}}')
    expect(locale.value).toEqual({ language: 'en', namespaces: { orders: { title: 'Orders' } } })
  })

  test('below a prop is sent as its value', async () => {
    const object = await objectOf({
      page: pageOf({ report: z.object({ rows: z.array(z.int()) }) }),
      props: { report: { rows: rawJson<number[]>('[1,2]') } },
    })

    expect(object.props.report).toEqual({ rows: [1, 2] })
  })
})

describe('errors', () => {
  const page = pageOf({ title: text })
  const props = { title: 'Orders' }
  const carried = { errors: { name: ['Too short', 'Not unique'], age: 'Not a number' } }

  test('are the first message of each field, or all of them when the page wants all', async () => {
    const first = await objectOf({ page, props, carried })
    const all = await objectOf({ page, props, carried, allErrors: true })

    expect(first.props.errors).toEqual({ name: 'Too short', age: 'Not a number' })
    expect(all.props.errors).toEqual({ name: ['Too short', 'Not unique'], age: ['Not a number'] })
  })

  test('lie below the bag that the form asked for; no errors are an empty object all the same', async () => {
    const request = routerVisit({ 'x-inertia-error-bag': 'createUser' })
    const failed = await objectOf({ request, page, props, carried })
    const clean = await objectOf({ request, page, props, carried: { errors: {} } })

    expect(failed.props.errors).toEqual({ createUser: { name: 'Too short', age: 'Not a number' } })
    expect(clean.props.errors).toEqual({})
  })

  test('are part of every partial reload', async () => {
    const object = await objectOf({
      request: reload({ except: 'title,errors' }),
      page,
      props,
      carried,
    })

    expect(object.props).toEqual({ errors: { name: 'Too short', age: 'Not a number' } })
  })
})

describe('carried state', () => {
  const page = pageOf({ title: text, slow: text.optional() })
  const props = { title: 'Orders', slow: defer(() => 'slow') }
  const carried = {
    flash: { message: 'Saved' },
    errors: { name: 'Too short' },
    clearHistory: true,
    preserveFragment: true,
  }
  const background = { 'cache-control': 'no-cache' }

  test('comes with the page that follows a redirect: flash beside the props, history flags, fragment', async () => {
    const object = await objectOf({ request: routerVisit(), page, props, carried })

    expect(object).toMatchObject({ flash: { message: 'Saved' }, clearHistory: true, preserveFragment: true })
    expect(object.props).not.toHaveProperty('flash')
  })

  test.each([
    ['a prefetch', routerVisit({ purpose: 'prefetch' })],
    ['a prefetch by the browser', firstVisit({ 'sec-purpose': 'prefetch;prerender' })],
    ['a reload of deferred props', reload({ only: 'slow', headers: background })],
    ['a poll of some props', reload({ only: 'title', headers: background })],
  ])('is neither taken nor shown by %s', async (_name, request) => {
    const resolved = await resolvePage({ request, page, props, carried, version: 'v1' })

    expect(resolved.tookCarried).toBe(false)
    expect(resolved.metadata).not.toHaveProperty('flash')
    expect(resolved.metadata).not.toHaveProperty('clearHistory')
    expect(resolved.metadata).not.toHaveProperty('preserveFragment')
    expect(resolved.props.errors).toEqual({})
  })

  test.each([
    ['a first visit', firstVisit()],
    ['a visit', routerVisit()],
    ['a form that asked for some props, once redirected', reload({ only: 'title' })],
    ['a reload of the whole page', routerVisit(background)],
  ])('is taken by %s', async (_name, request) => {
    const resolved = await resolvePage({ request, page, props, carried, version: 'v1' })

    expect(resolved.tookCarried).toBe(true)
    expect(resolved.metadata.flash).toEqual({ message: 'Saved' })
  })
})

describe('page options', () => {
  test('set the status and the history flags', async () => {
    const input = { page: pageOf({}), props: {}, encryptHistory: true, clearHistory: true, status: 404 }
    const resolved = await resolvePage({ request: firstVisit(), version: null, ...input })

    expect(resolved).toMatchObject({ status: 404, metadata: { encryptHistory: true, clearHistory: true } })
  })

  test('a path with doubled slashes does not name another host to the client', async () => {
    const object = await objectOf({ request: firstVisit({}, '//evil.example/a//b'), page: pageOf({}), props: {} })

    expect(object.url).toBe('/evil.example/a//b')
  })
})
