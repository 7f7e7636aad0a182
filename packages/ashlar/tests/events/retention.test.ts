import { runSql } from '@ashlar/testing'
import { after } from 'ashlar/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { removeOld } from '../../src/events/retention.ts'
import { moduleOf } from '../module-of.ts'
import { countWaiting } from './count-waiting.ts'
import { bootShop, type ShopApp, sold } from './shop.ts'

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
  await runSql(
    app.database,
    "update ashlar.event set published_at = now() - interval '31 days' where payload->>'item' like '%long%'",
  )
  await runSql(
    app.database,
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
  await runSql(
    app.database,
    `insert into ashlar.event (id, name, version, payload, scope, depth, published_at)
     select gen_random_uuid(), 'shop.heap', 1, '{}', '{"request": "r"}', 1, now() - interval '60 days'
     from generate_series(1, 25000)`,
  )
  const count = async () => {
    const [found] = await runSql(
      app.database,
      "select count(*)::int as left from ashlar.event where name = 'shop.heap'",
    )
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

test('what is replayed as its time is up stays, and what is gone is not replayed', async () => {
  const { events, database } = app.app
  const outside = new pg.Client({ connectionString: app.database.url })
  await outside.connect()
  onTestFinished(() => outside.end())
  const waiting = () => countWaiting(outside)
  /** Holds up what a statement does to a table, once it has seen what there is. @returns what lets it go on. */
  async function holdUp(what: 'insert' | 'delete', table: string): Promise<() => Promise<unknown>> {
    await outside.query(`
      create function public.hold_up() returns trigger language plpgsql as $$
        begin perform pg_catalog.pg_advisory_xact_lock_shared(7); return null; end $$;
      create trigger hold_up before ${what} on ashlar.${table} for each statement execute function public.hold_up();
      select pg_advisory_lock(7)`)
    return async () => {
      await outside.query('select pg_advisory_unlock(7)')
      await expect.poll(waiting).toBe(0)
      await outside.query(`drop trigger hold_up on ashlar.${table}; drop function public.hold_up`)
    }
  }
  const withoutEvent = async () =>
    (await outside.query('select from ashlar.event_delivery where event_id not in (select id from ashlar.event)'))
      .rowCount
  await outside.query(
    `delete from ashlar.event_delivery; update ashlar.event set published_at = now() - interval '31 days'`,
  )
  const kept = (await events.published({ name: 'shop.sold' })).length
  expect(kept).toBeGreaterThan(0)

  const goOnReplaying = await holdUp('insert', 'event_delivery')
  const replaying = events.replay({ handler: 'stock.reserve' })
  await expect.poll(waiting).toBe(1)
  await removeOld(database.bookkeeping, 30, going)
  await goOnReplaying()
  expect([await replaying, await withoutEvent()]).toEqual([kept, 0])

  await outside.query('delete from ashlar.event_delivery')
  const goOnRemoving = await holdUp('delete', 'event')
  const removing = removeOld(database.bookkeeping, 30, going)
  await expect.poll(waiting).toBe(1)
  let replayed = false
  const replayingNothing = events.replay({ handler: 'stock.reserve' }).finally(() => {
    replayed = true
  })
  await expect.poll(async () => replayed || (await waiting()) === 2).toBe(true)
  await goOnRemoving()
  await removing
  expect([await replayingNothing, await withoutEvent()]).toEqual([0, 0])
})
