import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { always, deepMerge, defer, merge, once, optional, prepend, scroll } from '../index.ts'
import { noting, objectOf, pageOf, reload, routerVisit } from './visits.ts'

const text = z.string()
const later = text.optional()
const rows = z.array(z.object({ id: z.int() }))

describe('a partial reload', () => {
  test('runs the closures that were asked for, optional and deferred ones too, and no other', async () => {
    const ran: string[] = []
    const object = await objectOf({
      request: reload({ only: 'a,b,c' }),
      page: pageOf({ a: text, b: later, c: later, d: text, e: later, f: later }),
      props: {
        a: noting(ran, 'a'),
        b: optional(noting(ran, 'b')),
        c: defer(noting(ran, 'c')),
        d: noting(ran, 'd'),
        e: defer(noting(ran, 'e')),
        f: optional(noting(ran, 'f')),
      },
    })

    expect(ran).toEqual(['a', 'b', 'c'])
    expect(object.props).toEqual({ a: 'a', b: 'b', c: 'c', errors: {} })
    expect(object).not.toHaveProperty('deferredProps')
  })

  test('is narrowed by only, then by except', async () => {
    const object = await objectOf({
      request: reload({ only: 'user,title', except: 'user.email' }),
      page: pageOf({ title: text, other: text, user: z.object({ name: text, email: text }) }),
      props: { title: 't', other: 'o', user: { name: 'n', email: 'e' } },
    })

    expect(object.props).toEqual({ title: 't', user: { name: 'n' }, errors: {} })
  })

  test('enters objects for the sake of a path below them, and sends what a closure made whole', async () => {
    const ran: string[] = []
    const user = z.object({ name: text, email: text })
    const object = await objectOf({
      request: reload({ only: 'plain.name,made.name' }),
      page: pageOf({ plain: user, made: user }),
      props: {
        plain: { name: noting(ran, 'name'), email: noting(ran, 'email') },
        made: () => ({ name: 'n', email: 'e' }),
      },
    })

    expect(ran).toEqual(['name'])
    expect(object.props).toEqual({ plain: { name: 'name' }, made: { name: 'n', email: 'e' }, errors: {} })
  })

  test('runs no deferred or optional prop that it does not name, even inside what a closure made', async () => {
    const ran: string[] = []
    const object = await objectOf({
      request: reload({ only: 'made.name' }),
      page: pageOf({ made: z.object({ name: text, slow: later, rare: later }) }),
      props: {
        made: () => ({ name: 'n', slow: defer(noting(ran, 'slow')), rare: optional(noting(ran, 'rare')) }),
      },
    })

    expect(ran).toEqual([])
    expect(object.props).toEqual({ made: { name: 'n' }, errors: {} })
  })

  test('keeps always props, beside others and inside an object that it enters', async () => {
    const object = await objectOf({
      request: reload({ only: 'auth.token' }),
      page: pageOf({ clock: text, auth: z.object({ token: text, user: text, role: text }), other: text }),
      props: {
        clock: always('12:00'),
        auth: { token: 't', user: always(() => 'u'), role: 'r' },
        other: 'o',
      },
    })

    expect(object.props).toEqual({ clock: '12:00', auth: { token: 't', user: 'u' }, errors: {} })
  })

  test('does not surface an always prop alone out of an object nobody asked for: it would replace the object', async () => {
    const object = await objectOf({
      request: reload({ only: 'title' }),
      page: pageOf({ title: text, auth: z.object({ user: text, role: text }) }),
      props: { title: 't', auth: { user: always('u'), role: 'r' } },
    })

    expect(object.props).toEqual({ title: 't', errors: {} })
  })

  test('leaves a promise that nobody wants alone, also when it fails', async () => {
    const failing = () => Promise.reject(new Error('unwanted'))
    const object = await objectOf({
      request: reload({ only: 'title' }),
      page: pageOf({ title: text, a: text, b: z.object({ c: text }), d: later }),
      props: { title: 't', a: failing(), b: { c: failing() }, d: defer(failing()) },
    })
    await new Promise((resolve) => setImmediate(resolve))

    expect(object.props).toEqual({ title: 't', errors: {} })
  })
})

describe('a deferred prop with rescue', () => {
  const failing = () => {
    throw new Error('the report server is down')
  }

  test('is left out and listed when it fails; the others and the status are as ever', async () => {
    const reports: unknown[] = []
    const object = await objectOf({
      request: reload({ only: 'report,stats.deep,title' }),
      page: pageOf({ title: text, report: later, stats: z.object({ deep: later }) }),
      props: {
        title: 't',
        report: merge(defer(failing, { rescue: true })),
        stats: { deep: defer(async () => failing(), { rescue: true }) },
      },
      onRescue: (error, where) => reports.push([(error as Error).message, where]),
    })

    expect(object.props).toEqual({ title: 't', stats: {}, errors: {} })
    expect(object.rescuedProps).toEqual(['report', 'stats.deep'])
    expect(object).not.toHaveProperty('mergeProps')
    expect(reports).toEqual([
      ['the report server is down', { page: 'orders/Browse', path: 'report' }],
      ['the report server is down', { page: 'orders/Browse', path: 'stats.deep' }],
    ])
  })

  test('runs apart, so that what it spoils is undone by itself', async () => {
    const apart: string[] = []
    await objectOf({
      request: reload({ only: 'a,b' }),
      page: pageOf({ a: later, b: later }),
      props: { a: defer(() => 'a', { rescue: true }), b: defer(() => 'b') },
      isolate: async (work) => {
        apart.push('begin')
        const result = await work()
        apart.push('end')
        return result
      },
    })

    expect(apart).toEqual(['begin', 'end'])
  })

  test('without rescue it ends the reload', async () => {
    const outcome = objectOf({
      request: reload({ only: 'report' }),
      page: pageOf({ report: later }),
      props: { report: defer(failing) },
    })

    await expect(outcome).rejects.toThrow('the report server is down')
  })
})

describe('merge labels', () => {
  const page = pageOf({
    list: rows,
    head: rows,
    tree: z.object({ items: rows }),
    paged: z.object({ data: rows, more: rows }),
    plain: text,
  })
  const props = {
    list: merge([{ id: 1 }], { matchOn: 'id' }),
    head: prepend(() => [{ id: 1 }]),
    tree: deepMerge({ items: [{ id: 1 }] }, { matchOn: 'items.id' }),
    paged: prepend(merge({ data: [{ id: 1 }], more: [] }, { at: 'data', matchOn: 'id' }), { at: 'more' }),
    plain: 'p',
  }

  test('say how each prop is joined, and on which field rows match', async () => {
    const object = await objectOf({ page, props })

    expect(object).toMatchObject({
      mergeProps: ['list', 'paged.data'],
      prependProps: ['head', 'paged.more'],
      deepMergeProps: ['tree'],
      matchPropsOn: ['list.id', 'tree.items.id', 'paged.data.id'],
    })
  })

  test('are given only for props that the answer has', async () => {
    const object = await objectOf({ request: reload({ only: 'plain,head' }), page, props })

    expect(object.prependProps).toEqual(['head'])
    expect(object).not.toHaveProperty('mergeProps')
    expect(object).not.toHaveProperty('deepMergeProps')
    expect(object).not.toHaveProperty('matchPropsOn')
  })

  test('are given only for the part of a prop that the reload names', async () => {
    const object = await objectOf({ request: reload({ only: 'paged.data' }), page, props })

    expect(object.mergeProps).toEqual(['paged.data'])
    expect(object).not.toHaveProperty('prependProps')
  })

  test('are not given for what begins anew', async () => {
    const object = await objectOf({ request: reload({ reset: 'list' }), page, props })

    expect(object.props).toHaveProperty('list')
    expect(object).not.toHaveProperty('mergeProps')
    expect(object).not.toHaveProperty('matchPropsOn')
  })

  test('are given for always props in every partial reload', async () => {
    const object = await objectOf({
      request: reload({ only: 'title' }),
      page: pageOf({ title: text, log: rows }),
      props: { title: 't', log: merge(always(() => [{ id: 1 }])) },
    })

    expect(object).toMatchObject({ props: { log: [{ id: 1 }] }, mergeProps: ['log'] })
  })

  test('come with the announcement of a deferred prop, and not with an optional one that is absent', async () => {
    const object = await objectOf({
      page: pageOf({ a: rows.optional(), b: rows.optional() }),
      props: { a: merge(defer(() => [{ id: 1 }])), b: merge(optional(() => [{ id: 1 }])) },
    })

    expect(object).toMatchObject({ deferredProps: { default: ['a'] }, mergeProps: ['a'] })
  })

  test('are given for nested props and for kinds that closures return', async () => {
    const object = await objectOf({
      page: pageOf({ chosen: rows, nested: z.object({ list: rows }) }),
      props: {
        chosen: async () => merge([{ id: 1 }], { matchOn: 'id' }),
        nested: { list: () => prepend([{ id: 1 }]) },
      },
    })

    expect(object).toMatchObject({
      props: { chosen: [{ id: 1 }], nested: { list: [{ id: 1 }] } },
      mergeProps: ['chosen'],
      matchPropsOn: ['chosen.id'],
      prependProps: ['nested.list'],
    })
  })
})

describe('a once prop', () => {
  const page = pageOf({ countries: text, plans: later, nested: z.object({ flags: text }) })
  const now = () => 1_000_000
  const loaded = (keys: string) => routerVisit({ 'x-inertia-except-once-props': keys })
  const propsNoting = (ran: string[]) => ({
    countries: once(noting(ran, 'countries'), { key: 'all-countries', ttlSeconds: 60 }),
    plans: once(defer(noting(ran, 'plans'))),
    nested: { flags: once(noting(ran, 'flags'), { fresh: true }) },
  })
  const onceProps = {
    'all-countries': { prop: 'countries', expiresAt: 1_060_000 },
    plans: { prop: 'plans', expiresAt: null },
    'nested.flags': { prop: 'nested.flags', expiresAt: null },
  }

  test('is sent and listed, with when it expires in milliseconds', async () => {
    const object = await objectOf({ page, props: propsNoting([]), now })

    expect(object).toMatchObject({
      props: { countries: 'countries' },
      onceProps,
      deferredProps: { default: ['plans'] },
    })
  })

  test('expires by the clock of the server', async () => {
    const before = Date.now()
    const object = await objectOf({ page, props: propsNoting([]) })

    expect(object.onceProps?.['all-countries']?.expiresAt).toBeGreaterThanOrEqual(before + 60_000)
  })

  test('that the browser has is not run but still listed; a fresh one is sent again', async () => {
    const ran: string[] = []
    const request = loaded('all-countries,plans,nested.flags')
    const object = await objectOf({ request, page, props: propsNoting(ran), now })

    expect(ran).toEqual(['flags'])
    expect(object.props).toEqual({ nested: { flags: 'flags' }, errors: {} })
    expect(object.onceProps).toEqual(onceProps)
    expect(object).not.toHaveProperty('deferredProps')
  })

  test('is sent again when a partial reload names it, whatever the browser has', async () => {
    const ran: string[] = []
    const request = reload({ only: 'countries', headers: { 'x-inertia-except-once-props': 'all-countries' } })
    const object = await objectOf({ request, page, props: propsNoting(ran), now })

    expect(ran).toEqual(['countries'])
    expect(object.onceProps).toEqual({ 'all-countries': onceProps['all-countries'] })
  })
})

describe('a scroll prop', () => {
  const list = z.object({ items: rows, page: z.int(), perPage: z.int(), total: z.int() })
  const page = pageOf({ orders: list, title: text })
  const second = { items: [{ id: 3 }, { id: 4 }], page: 2, perPage: 2, total: 5 }
  const props = { orders: scroll(() => second, { matchOn: 'id' }), title: 't' }
  const state = { pageName: 'page', previousPage: 1, nextPage: 3, currentPage: 2, reset: false }

  test('says where it stands and merges its rows, at the end unless told otherwise', async () => {
    const object = await objectOf({ page, props })

    expect(object).toMatchObject({
      scrollProps: { orders: state },
      mergeProps: ['orders.items'],
      matchPropsOn: ['orders.items.id'],
    })
  })

  test('puts its rows before the others when the browser scrolls up', async () => {
    const request = reload({ only: 'orders', headers: { 'x-inertia-infinite-scroll-merge-intent': 'prepend' } })
    const object = await objectOf({ request, page, props })

    expect(object).toMatchObject({ scrollProps: { orders: state }, prependProps: ['orders.items'] })
    expect(object).not.toHaveProperty('mergeProps')
  })

  test('begins anew on reset: no label, and the browser is told', async () => {
    const object = await objectOf({ request: reload({ reset: 'orders' }), page, props })

    expect(object.scrollProps).toEqual({ orders: { ...state, reset: true } })
    expect(object).not.toHaveProperty('mergeProps')
    expect(object).not.toHaveProperty('matchPropsOn')
  })

  test('is silent in a reload that does not have it', async () => {
    const object = await objectOf({ request: reload({ only: 'title' }), page, props })

    expect(object).not.toHaveProperty('scrollProps')
    expect(object).not.toHaveProperty('mergeProps')
  })

  test('says nothing of its place while it is deferred', async () => {
    const object = await objectOf({
      page: pageOf({ orders: list.optional() }),
      props: { orders: defer(scroll(() => second)) },
    })

    expect(object.deferredProps).toEqual({ default: ['orders'] })
    expect(object).not.toHaveProperty('scrollProps')
  })

  test.each([
    [
      { page: 1, perPage: 2, total: 5 },
      { previousPage: null, nextPage: 2 },
    ],
    [
      { page: 3, perPage: 2, total: 5 },
      { previousPage: 2, nextPage: null },
    ],
    [
      { page: 1, perPage: 2, total: 2 },
      { previousPage: null, nextPage: null },
    ],
  ])('ends where the list ends: %j', async (place, neighbours) => {
    const object = await objectOf({ page, props: { ...props, orders: scroll({ items: [], ...place }) } })

    expect(object.scrollProps?.orders).toMatchObject(neighbours)
  })

  test('takes a wrapper, a page name and a cursor of its own', async () => {
    const object = await objectOf({
      page: pageOf({ feed: z.object({ data: rows }) }),
      props: {
        feed: scroll(() => ({ data: [{ id: 9 }], after: 'x7' }), {
          wrapper: 'data',
          pageName: 'cursor',
          cursor: ({ after }) => ({ previousPage: null, nextPage: after, currentPage: 'x6' }),
        }),
      },
    })

    expect(object).toMatchObject({
      props: { feed: { data: [{ id: 9 }] } },
      scrollProps: { feed: { pageName: 'cursor', previousPage: null, nextPage: 'x7', currentPage: 'x6' } },
      mergeProps: ['feed.data'],
    })
  })

  test('without page, perPage and total it asks for a cursor', async () => {
    const outcome = objectOf({
      page: pageOf({ feed: z.object({ items: rows }) }),
      props: { feed: scroll({ items: [] }) },
    })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH305', details: { page: 'orders/Browse', prop: 'feed' } })
  })
})
