/** A handler may fail after its claim has run out: nobody tries the event again before that is noted. */
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { after } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { type App, bootApp } from 'ashlar/runtime'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { moduleOf } from '../module-of.ts'
import { countWaiting } from './count-waiting.ts'
import { openShop, restocked } from './shop.ts'

/** Held by the test, it keeps failures from being noted. */
const notesLock = 7

let database: TestDatabase
let outside: pg.Client
let app: App
let handle: () => Promise<unknown>
let aheadMs = 0
const logged: string[] = []
const { source, given } = openShop()
const stock = moduleOf({ id: 'stock', listens: { reserve: after(restocked, { timeoutMs: 3_000 }) } }, () => ({
  listens: {
    reserve: async () => {
      await handle()
    },
  },
}))

beforeAll(async () => {
  database = await createTestDatabase()
  outside = new pg.Client({ connectionString: database.url })
  await outside.connect()
  app = await bootApp({
    name: 'Late',
    config: {},
    modules: [source, stock],
    database: { appUrl: database.url, ownerUrl: database.url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
    production: false,
    role: 'web',
  })
  // Each claim has run out as soon as it is made, and whoever notes a failure waits for the test before any row is touched.
  await outside.query(`
    create function public.run_out() returns trigger language plpgsql as $$
      begin new.due_at := now() - interval '1s'; return new; end $$;
    create trigger run_out before update on ashlar.event_delivery
      for each row when (new.attempts > old.attempts) execute function public.run_out();
    create function public.wait_to_note() returns trigger language plpgsql as $$
      begin
        if pg_catalog.current_query() like '%finished_at = case%' then
          perform pg_catalog.pg_advisory_xact_lock(${notesLock});
        end if;
        return null;
      end $$;
    create trigger wait_to_note before update on ashlar.event_delivery
      for each statement execute function public.wait_to_note()`)
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await outside?.end()
  await app?.close()
  await database?.drop()
})
beforeEach(async () => {
  await outside.query('delete from ashlar.event_delivery')
  logged.length = 0
})

const drain = () => app.background.deliveries.drain()
const latest = async () => (await app.events.list({ limit: 1 }))[0]
const untilNoting = () => expect.poll(() => countWaiting(outside)).toBe(1)

/** Delivers one event, and does something between the end of its handler's transaction and the note of its failure. */
async function deliverAndMeanwhile(meanwhile: () => Promise<void>): Promise<void> {
  await app.run(() => given().publish(restocked, { item: 'tea' }))
  await outside.query(`select pg_advisory_lock(${notesLock})`)
  const delivering = drain()
  try {
    await untilNoting()
    await meanwhile()
  } finally {
    await outside.query(`select pg_advisory_unlock(${notesLock})`)
    await delivering
  }
}

test.each([
  ['throws', () => Promise.reject(new Error('late')), 'late'],
  ['hangs', () => new Promise(() => undefined), 'did not end within'],
  [
    'cannot be kept',
    () =>
      given()
        .db.execute(sql`select 1 / 0`)
        .catch(() => undefined),
    'had already given up',
  ],
])(
  'a handler that %s after its claim has run out is tried again once its failure is noted, and not before',
  async (_how, fail, reason) => {
    handle = () => {
      aheadMs += 11_000
      return fail()
    }
    await deliverAndMeanwhile(async () => {
      expect(await drain()).toEqual([])
    })

    const delivery = await latest()
    expect(delivery).toMatchObject({
      state: 'pending',
      attempts: 1,
      error: { message: expect.stringContaining(reason) },
    })
    expect(Number(delivery?.dueAt)).toBeGreaterThan(Number(delivery?.publishedAt))
  },
)

test('a failure that can no longer be noted is told in the log', async () => {
  handle = () => Promise.reject(new Error('unheard of'))
  await deliverAndMeanwhile(async () => {
    await app.events.discard({})
  })

  expect(await latest()).toMatchObject({ state: 'discarded' })
  expect(logged.join('')).toContain('unheard of')
  expect(logged.join('')).toContain('noted here alone')
})
