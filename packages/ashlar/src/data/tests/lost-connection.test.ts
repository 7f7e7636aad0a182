import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { savepoint } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runDetached } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const poolSize = 2
const statements = 6
const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })

let store: TestDatabase
let database: Database

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema shop')
  await store.query('create table shop.mark (n int not null)')
  await store.query('create table shop.slow_to_keep (n int not null)')
  await store.query(`create function shop.dawdle() returns trigger language plpgsql as
    $$ begin perform pg_catalog.pg_sleep(30); return null; end $$`)
  await store.query(`create constraint trigger dawdle after insert on shop.slow_to_keep
    deferrable initially deferred for each row execute function shop.dawdle()`)
  database = createDatabase({ appUrl: store.url, poolSize })
})

afterAll(async () => {
  await database.close()
  await store.drop()
})

beforeEach(async () => {
  await store.query('truncate shop.mark')
})

const mark = (n: number) => db.execute(sql`insert into shop.mark (n) values (${n})`).execute()
const countMarks = async () => (await store.query('select count(*)::int as n from shop.mark'))[0]?.n
const findPid = async () =>
  (await db.execute<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`)).rows[0]?.pid ?? 0

/** Ends a session as an administrator would, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  await store.query('select pg_terminate_backend($1, 10000)', [pid])
}

/** The pool still hands out connections, all of them whole. */
async function expectWholePool(lostPid: number): Promise<void> {
  const pids = await Promise.all(Array.from({ length: poolSize * 2 }, () => runDetached(database, findPid)))
  expect(pids).not.toContain(lostPid)
  const { total, idle, waiting } = database.use().units
  expect(total).toBeLessThanOrEqual(poolSize)
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 })
}

describe('a session that ends inside a transaction', () => {
  test.each(Array.from({ length: statements + 1 }, (_, boundary) => boundary))(
    'after %i statements leaves nothing behind, and nothing more runs',
    async (boundary) => {
      let lostPid = 0
      const errors: unknown[] = []
      const work = runDetached(database, async () => {
        lostPid = await findPid()
        for (let n = 0; n < statements; n++) {
          if (n === boundary) await terminate(lostPid)
          await mark(n).catch((error) => errors.push(error))
        }
        if (boundary === statements) await terminate(lostPid)
      })

      await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^ASH40[56]$/), status: 503 })
      expect(errors).toHaveLength(statements - boundary)
      for (const error of errors) expect(error).toMatchObject({ code: 'ASH405' })
      expect(await countMarks()).toBe(0)
      await expectWholePool(lostPid)
    },
  )

  test('while a statement runs fails that one and those in flight behind it', async () => {
    let lostPid = 0
    let outcomes: readonly PromiseSettledResult<unknown>[] = []
    const work = runDetached(database, async () => {
      lostPid = await findPid()
      const inFlight = Promise.allSettled([db.execute(sql`select pg_catalog.pg_sleep(30)`).execute(), mark(1), mark(2)])
      await expectActivity(lostPid, 'pg_sleep')
      await terminate(lostPid)
      outcomes = await inFlight
    })

    await expect(work).rejects.toMatchObject({ code: 'ASH405' })
    expect(outcomes).toEqual([1, 2, 3].map(() => expect.objectContaining({ status: 'rejected' })))
    expect(await countMarks()).toBe(0)
    await expectWholePool(lostPid)
  })

  test('inside a savepoint cannot be caught away', async () => {
    let lostPid = 0
    const work = runDetached(database, async () => {
      await mark(1)
      lostPid = await findPid()
      await savepoint(async () => {
        await terminate(lostPid)
        await mark(2)
      }).catch(() => undefined)
      await mark(3).catch(() => undefined)
    })

    await expect(work).rejects.toMatchObject({ code: 'ASH405' })
    expect(await countMarks()).toBe(0)
    await expectWholePool(lostPid)
  })

  test('while the COMMIT runs is told as not known', async () => {
    let lostPid = 0
    const work = runDetached(database, async () => {
      lostPid = await findPid()
      await mark(1)
      await db.execute(sql`insert into shop.slow_to_keep (n) values (1)`)
    })
    work.catch(() => undefined)
    await expect.poll(() => lostPid).toBeGreaterThan(0)
    await expectActivity(lostPid, 'COMMIT')
    await terminate(lostPid)

    await expect(work).rejects.toMatchObject({ code: 'ASH406', status: 503 })
    expect(await countMarks()).toBe(0)
    await expectWholePool(lostPid)
  })

  test('while idle in the pool is replaced without anyone noticing', async () => {
    const reported: unknown[] = []
    const own = createDatabase({ appUrl: store.url, poolSize: 1, onBackgroundError: (error) => reported.push(error) })
    await terminate(await runDetached(own, findPid))
    await expect.poll(() => reported.length).toBe(1)

    expect(await runDetached(own, findPid)).toBeGreaterThan(0)
    await own.close()
  })
})

async function expectActivity(pid: number, query: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (await store.query(`select query from pg_stat_activity where pid = $1 and state = 'active'`, [pid]))[0]?.query,
    )
    .toContain(query)
}
