import { describe, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { definePages, type PropsOf, page, paged, typeid } from '../../contract/index.ts'
import {
  always,
  deepMerge,
  defer,
  merge,
  once,
  optional,
  type PageInput,
  prepend,
  rawJson,
  render,
  scroll,
} from '../index.ts'

const { Browse } = definePages('orders', {
  Browse: page({
    title: z.string(),
    orders: paged(z.object({ id: typeid('ord'), total: z.int() })),
    stats: z.object({ count: z.int(), slow: z.int().optional() }).optional(),
    tags: z.array(z.string()),
    status: z.enum(['open', 'closed']),
    owner: z.object({ name: z.string(), team: z.object({ name: z.string() }) }).nullable(),
    shape: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number() }),
      z.object({ kind: z.literal('square'), side: z.number() }),
    ]),
    extra: z.unknown(),
  }),
})

type Props = PageInput<PropsOf<typeof Browse>>

/** A row as the database gives it: read-only, and with more than the page declares. */
interface OrderRow {
  readonly id: `ord_${string}`
  readonly total: number
  readonly internalNote: string
}
declare const orders: { readonly items: readonly OrderRow[]; page: number; perPage: number; total: number }
declare const given: Props

/** Holds what is only compiled. */
function compiled(_run: () => void): void {}

describe('what a handler may give for the props of a page', () => {
  test('compiles as values, closures, promises and kinds, alone and joined', () => {
    compiled(() => {
      render(Browse, {
        title: 'Orders',
        orders,
        tags: ['new'] as const,
        status: 'open',
        owner: null,
        shape: { kind: 'circle', radius: 1 },
        extra: { any: 'thing' },
      })
      render(Browse, {
        title: async () => 'Orders',
        orders: merge(scroll(async () => orders, { matchOn: 'id' })),
        stats: defer(() => ({ count: 1 }), { rescue: true }),
        tags: once(() => ['new'], { key: 'tags' }),
        status: always(() => 'open' as const),
        owner: Promise.resolve({ name: 'Ada', team: { name: 'Desk' } }),
        shape: () => ({ kind: 'square', side: 1 }),
        extra: optional(() => 1),
      })
      render(Browse, {
        ...given,
        stats: optional(deepMerge(() => ({ count: 1 }))),
        tags: () => prepend(['new']),
        orders: rawJson<typeof orders>('{}'),
      })
    })
  })

  test('compiles with closures and kinds inside objects, at any depth', () => {
    compiled(() => {
      render(Browse, {
        ...given,
        stats: { count: async () => 1, slow: defer(() => 2) },
        owner: { name: () => 'Ada', team: { name: always('Desk') } },
        shape: { kind: 'circle', radius: () => 1 },
      })
    })
  })

  test('lets only optional props come later', () => {
    expectTypeOf(defer(() => 'x')).toExtend<NonNullable<PageInput<{ a?: string }>['a']>>()
    expectTypeOf(defer(() => 'x')).not.toExtend<PageInput<{ a: string }>['a']>()
    expectTypeOf(optional(() => 'x')).not.toExtend<PageInput<{ a: string }>['a']>()
    expectTypeOf(merge(defer(() => ['x']))).not.toExtend<PageInput<{ a: string[] }>['a']>()
    expectTypeOf(defer(merge(() => ['x']))).not.toExtend<PageInput<{ a: string[] }>['a']>()
    expectTypeOf(async () => defer(() => 'x')).not.toExtend<PageInput<{ a: string }>['a']>()
    expectTypeOf(always(() => 'x')).toExtend<PageInput<{ a: string }>['a']>()
    expectTypeOf(once(merge(() => ['x']))).toExtend<PageInput<{ a: string[] }>['a']>()
  })

  test('refuses a deferred prop that the page always has, in words', () => {
    type Sentence =
      'A deferred or optional prop is missing at first: declare it with .optional() in its page, or give the value itself.'
    const prop = defer(() => 'x')

    expectTypeOf<(typeof prop)['presence']['problem']>().toEqualTypeOf<Sentence>()
  })

  test('does not compile when it is something else', () => {
    compiled(() => {
      // @ts-expect-error the browser would show the page without its title
      render(Browse, { ...given, title: defer(() => 'Orders') })
      // @ts-expect-error the same, by way of a closure
      render(Browse, { ...given, title: () => optional(() => 'Orders') })
      // @ts-expect-error a member that is not optional cannot come later either
      render(Browse, { ...given, stats: { count: defer(() => 1) } })
      // @ts-expect-error a number is no title
      render(Browse, { ...given, title: 1 })
      // @ts-expect-error nor is what this closure makes
      render(Browse, { ...given, title: async () => 1 })
      // @ts-expect-error nor what this kind holds
      render(Browse, { ...given, tags: merge([1]) })
      // @ts-expect-error the id of an invoice is not that of an order
      render(Browse, { ...given, orders: { ...orders, items: [{ id: 'inv_1', total: 1 }] } })
      // @ts-expect-error no such status
      render(Browse, { ...given, status: () => 'lost' })
      // @ts-expect-error the page declares no such prop
      render(Browse, { ...given, password: 'x' })
      // @ts-expect-error nor such a member
      render(Browse, { ...given, stats: { count: 1, password: 'x' } })
      // @ts-expect-error raw JSON of another type
      render(Browse, { ...given, tags: rawJson<number[]>('[]') })
      // @ts-expect-error a closure inside a list is never run
      render(Browse, { ...given, tags: [() => 'new'] })
      // @ts-expect-error props are missing
      render(Browse, { title: 'Orders' })
    })
  })
})
