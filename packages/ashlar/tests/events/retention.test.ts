import { after } from 'ashlar/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeOld } from '../../src/events/retention.ts'
import { moduleOf } from '../module-of.ts'
import { bootShop, meddle, type ShopApp, sold } from './shop.ts'

let app: ShopApp
const going = new AbortController().signal
const stock = moduleOf({ id: 'stock', listens: { reserve: after(sold) } }, () => ({
  listens: {
    reserve: ({ item }) => {
      if (item.includes('broken')) throw new Error('Not in stock')
    },
  },
}))

beforeAll(async () => {
  app = await bootShop([stock])
})
afterAll(() => app.close())

test('events are let go of when they were handled long ago, and never while something is left to do', async () => {
  const sell = (item: string) => app.run(() => app.shop.publish(sold, { item, cents: 1 }))
  await sell('handled long ago')
  await sell('published long ago, handled today')
  await app.deliver()
  await sell('broken long ago')
  await expect(app.deliver()).rejects.toThrow('Not in stock')
  await sell('waiting for long')
  await sell('new')
  await meddle(
    app,
    "update ashlar.event set published_at = now() - interval '31 days' where payload->>'item' like '%long%'",
  )
  await meddle(
    app,
    `update ashlar.event_delivery set finished_at = now() - interval '31 days'
     from ashlar.event where event.id = event_id and payload->>'item' = 'handled long ago'`,
  )

  await removeOld(app.app.database.bookkeeping, 30, going)

  const left = await app.events.published({ name: 'shop.sold', limit: 10 })
  expect(left.map(({ payload }) => (payload as { item: string }).item).toSorted()).toEqual([
    'broken long ago',
    'new',
    'published long ago, handled today',
    'waiting for long',
  ])
})

test('however much is old, all of it goes, unless the worker stops meanwhile', async () => {
  await meddle(
    app,
    `insert into ashlar.event (id, name, version, payload, scope, depth, published_at)
     select gen_random_uuid(), 'shop.heap', 1, '{}', '{"request": "r"}', 1, now() - interval '60 days'
     from generate_series(1, 25000)`,
  )
  const count = async () => {
    const [found] = await meddle(app, "select count(*)::int as left from ashlar.event where name = 'shop.heap'")
    return (found as { left: number }).left
  }
  const { bookkeeping } = app.app.database
  const stop = new AbortController()
  const acquire = () => {
    stop.abort()
    return bookkeeping.acquire()
  }
  await removeOld({ ...bookkeeping, acquire }, 30, stop.signal)
  expect(await count()).toBe(15_000)

  await removeOld(bookkeeping, 30, going)
  expect(await count()).toBe(0)
})
