import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Page } from '../contract/pages.ts'
import { defer, optional } from './index.ts'
import { toPageObject } from './page-object.ts'
import { type ResolvePageInput, resolvePage } from './resolve-page.ts'

function page<Shape extends z.ZodRawShape>(shape: Shape): Page<'orders/Browse', Shape> {
  return { kind: 'page', name: 'orders/Browse', props: z.object(shape) }
}

function get(headers: Record<string, string> = {}, url = '/orders') {
  return { method: 'GET', url, headers }
}

function inertia(headers: Record<string, string> = {}) {
  return get({ 'x-inertia': 'true', ...headers })
}

function reload(headers: { only?: string; except?: string; reset?: string; [name: string]: string | undefined }) {
  const { only, except, reset, ...others } = headers
  return inertia({
    'x-inertia-partial-component': 'orders/Browse',
    ...(only !== undefined && { 'x-inertia-partial-data': only }),
    ...(except !== undefined && { 'x-inertia-partial-except': except }),
    ...(reset !== undefined && { 'x-inertia-reset': reset }),
    ...(others as Record<string, string>),
  })
}

async function pageObject<P extends Page>(input: Omit<ResolvePageInput<P>, 'version'>) {
  return toPageObject(await resolvePage({ version: 'v1', ...input } as ResolvePageInput<P>))
}

const text = z.string()

describe('a full visit', () => {
  test('has component, props with errors, url and version, and nothing that does not apply', async () => {
    const object = await pageObject({ request: get(), page: page({ title: text }), props: { title: 'Orders' } })

    expect(object).toEqual({
      component: 'orders/Browse',
      props: { title: 'Orders', errors: {} },
      url: '/orders',
      version: 'v1',
    })
  })

  test('runs closures and awaits promises, at any depth of objects', async () => {
    const object = await pageObject({
      request: get(),
      page: page({ a: text, b: text, c: z.object({ d: z.object({ e: text }), f: text }) }),
      props: { a: () => 'a', b: Promise.resolve('b'), c: { d: async () => ({ e: 'e' }), f: () => 'f' } },
    })

    expect(object.props).toEqual({ a: 'a', b: 'b', c: { d: { e: 'e' }, f: 'f' }, errors: {} })
  })

  test('runs closures in parallel', async () => {
    const gate = Promise.withResolvers<string>()
    const object = await pageObject({
      request: get(),
      page: page({ first: text, second: text }),
      props: {
        first: () => gate.promise,
        second: async () => {
          gate.resolve('opened by the second')
          return 'second'
        },
      },
    })

    expect(object.props.first).toBe('opened by the second')
  })

  test('leaves out optional and deferred props without running them, and announces the deferred by group', async () => {
    const ran: string[] = []
    const note = (name: string) => () => {
      ran.push(name)
      return name
    }
    const object = await pageObject({
      request: get(),
      page: page({
        a: text.optional(),
        b: text.optional(),
        c: text.optional(),
        d: text.optional(),
        nested: z.object({ e: text.optional(), f: text }),
      }),
      props: {
        a: optional(note('a')),
        b: defer(note('b')),
        c: defer(note('c'), { group: 'slow' }),
        d: () => defer(note('d')),
        nested: { e: defer(note('e'), { group: 'slow' }), f: note('f') },
      },
    })

    expect(ran).toEqual(['f'])
    expect(object.props).toEqual({ nested: { f: 'f' }, errors: {} })
    expect(object.deferredProps).toEqual({ default: ['b', 'd'], slow: ['c', 'nested.e'] })
  })

  test('a partial reload of another page is a full visit', async () => {
    const object = await pageObject({
      request: reload({ only: 'a', 'x-inertia-partial-component': 'orders/Edit' }),
      page: page({ a: text, b: text }),
      props: { a: 'a', b: 'b' },
    })

    expect(object.props).toEqual({ a: 'a', b: 'b', errors: {} })
  })
})
