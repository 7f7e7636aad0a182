/** How events, their versions and their handlers are typed. */
import { type Behaviour, behaviour, defineModule, type Given } from 'ashlar'
import { after, type DeliveredEvent, during, type EventEnvelope, type EventHandlers, event } from 'ashlar/contract'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const paid = event('billing.paid', {
  version: 2,
  payload: z.object({ id: z.string(), cents: z.int() }),
  versions: {
    1: {
      payload: z.object({ id: z.string(), euros: z.number() }),
      up: ({ id, euros }) => ({ id, cents: Math.round(euros * 100) }),
      down: ({ id, cents }) => ({ id, euros: cents / 100 }),
    },
  },
})
const opened = event('billing.opened', {
  version: 1,
  payload: z.object({
    at: z.codec(z.iso.datetime(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() }),
  }),
})

const listens = {
  now: after(paid),
  past: after(paid, { version: 1, tries: 3 }),
  all: after('billing.*'),
  guard: during(paid),
  watch: during('*'),
}
type Handlers = EventHandlers<typeof listens>

test('a handler receives the payload in the version it asks for, and where it comes from', () => {
  expectTypeOf<Parameters<Handlers['now']>>().toEqualTypeOf<
    [payload: { id: string; cents: number }, envelope: DeliveredEvent<{ id: string; cents: number }>]
  >()
  expectTypeOf<Parameters<Handlers['past']>[0]>().toEqualTypeOf<{ id: string; euros: number }>()
  expectTypeOf<Parameters<Handlers['guard']>[1]>().toEqualTypeOf<EventEnvelope<{ id: string; cents: number }>>()
})

test('a handler of several events receives their envelopes', () => {
  expectTypeOf<Parameters<Handlers['all']>>().toEqualTypeOf<[envelope: DeliveredEvent]>()
  expectTypeOf<Parameters<Handlers['watch']>>().toEqualTypeOf<[envelope: EventEnvelope]>()
})

test('a version that an event does not have, and a name that is no pattern, are refused', () => {
  // @ts-expect-error there is no version 3
  after(paid, { version: 3 })
  // @ts-expect-error it has no older version
  after(opened, { version: 1 })
  // @ts-expect-error a pattern ends with an asterisk
  after('billing')
  // @ts-expect-error only what runs after the commit is tried again
  during(paid, { tries: 3 })
})

const definition = defineModule({ id: 'billing', publishes: [paid, opened], listens: { now: after(paid) } })
type Billing = typeof definition

test('a module publishes what its definition lists, with its payload', () => {
  const { publish } = {} as { readonly publish: Given<Billing>['publish'] }
  const uses = async () => {
    await publish(paid, { id: 'inv_1', cents: 5 }, { key: 'inv_1' })
    await publish(opened, { at: new Date() })
    // @ts-expect-error its payload has no euros
    await publish(paid, { id: 'inv_1', euros: 5 })
    const other = event('billing.closed', { version: 1, payload: z.object({}) })
    // @ts-expect-error the definition does not list it
    await publish(other, {})
  }

  expectTypeOf(uses).returns.toEqualTypeOf<Promise<void>>()
  expectTypeOf<Given<{ id: 'theme' }>>().not.toHaveProperty('publish')
})

test('a behaviour answers every event of its definition', () => {
  expectTypeOf<keyof Behaviour<Billing>['listens']>().toEqualTypeOf<'now'>()
  // @ts-expect-error the handler is missing
  behaviour<Billing>(() => ({ listens: {} }))
})
