/** The way to a broker: a relay in memory passes the suite of all relays, and an app relays through it. */

import { testModules } from '@ashlar/testing'
import { describeEventRelay, type OpenRelay } from '@ashlar/testing/contracts'
import { after, eventRelay, type RelayedEvent } from 'ashlar/contract'
import { expect, test } from 'vitest'
import { moduleOf } from '../module-of.ts'
import { bootShop, restocked, sold } from './shop.ts'

/** A broker that keeps what it receives, in memory. */
function openMemoryRelay(): OpenRelay {
  const events = new Map<string, RelayedEvent>()
  let away = false
  return {
    relay: {
      async relay(event, signal) {
        signal.throwIfAborted()
        if (away) throw new Error('The broker is away.')
        if (!events.has(event.id)) events.set(event.id, event)
      },
    },
    received: async () => [...events.values()],
    setAway: async (value) => {
      away = value
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

describeEventRelay('memory', async () => openMemoryRelay())

test('chosen events go to the broker once they are kept, again after a failure, and keep the order of their key', async () => {
  const broker = openMemoryRelay()
  const module = moduleOf({ id: 'broker', offers: { relay: eventRelay } }, () => ({ offers: { relay: broker.relay } }))
  const app = await bootShop([module], { config: { events: { relay: ['shop.restocked'] } } })
  await broker.setAway(true)
  for (const item of ['one', 'two']) await app.run(() => app.shop.publish(restocked, { item }, { key: 'shelf' }))
  await app.run(() => app.shop.publish(sold, { item: 'tea', cents: 1 }))
  await expect(app.deliver()).rejects.toThrow('The broker is away.')
  await broker.setAway(false)
  await app.deliver({ early: true })

  expect(await broker.received()).toEqual(
    ['one', 'two'].map((item) => ({
      id: expect.any(String),
      name: 'shop.restocked',
      version: 1,
      payload: { item },
      key: 'shelf',
      publishedAt: expect.any(Date),
    })),
  )
  await app.close()
})

test('an app that asks for a relay nobody offers does not boot', async () => {
  await expect(testModules([], { config: { events: { relay: ['shop.*'] } } })).rejects.toThrow('ASH499')
})

const boots = (listens: Parameters<typeof moduleOf>[0]['listens']) =>
  bootShop([moduleOf({ id: 'stock', ...(listens ? { listens } : {}) }, () => answersOf(listens))])
const answersOf = (listens: object | undefined) => ({
  listens: Object.fromEntries(Object.keys(listens ?? {}).map((name) => [name, () => undefined])),
})

test('what modules listen to is held against what is published', async () => {
  const moved = { ...restocked, name: 'shop.moved' } as const
  const away = { ...restocked, name: 'away.happened' } as const
  await expect(boots({ move: after(moved) })).rejects.toThrow('ASH490')
  await expect(boots({ move: after('shops.*') })).rejects.toThrow('ASH491')
  await expect(boots({ wait: after(away) })).rejects.toThrow('ASH491')
  await expect(boots({ old: after(sold, { version: 7 as 1 }) })).rejects.toThrow('ASH492')
  await expect(boots({ 'a name': after(sold) })).rejects.toThrow('ASH494')
  const twice = moduleOf(
    {
      id: 'twice',
      publishes: [
        { ...sold, name: 'twice.sold' },
        { ...sold, name: 'twice.sold' },
      ],
    },
    () => ({}),
  )
  await expect(bootShop([twice])).rejects.toThrow('ASH493')

  const app = await boots({ wait: after(away, { optional: true }), all: after('*'), old: after(sold, { version: 1 }) })
  await app.close()
})
