/** Transactions that get in each other's way, and transactions that are ended before their time. */
import { eq, sql } from 'drizzle-orm'
import { integer, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { RequestScope } from '../../scope/request-scope.ts'
import { bookkeeping, forbidRetry, moduleSchema, savepoint } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, type DetachedOptions, runDetached, runUnitOfWork } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const account = moduleSchema('bank').table('account', {
  name: text('name').primaryKey(),
  cents: integer('cents').notNull(),
})
const db = createModuleDatabase({ module: 'bank', otherSchemas: [] })

let store: TestDatabase
let database: Database
beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema bank')
  await store.query('create table bank.account (name text primary key, cents int not null)')
  await store.query('create table bank.receipt (batch int)')
  await store.query(`create function bank.conflict() returns int language plpgsql as
    $$ begin raise exception 'in the way' using errcode = '40001'; end $$`)
  database = createDatabase({ appUrl: store.url, poolSize: 8 })
})
afterAll(async () => {
  await database.close()
  await store.drop()
})
beforeEach(async () => {
  await store.query('delete from bank.account')
  await store.query(`insert into bank.account values ('a', 100), ('b', 100)`)
})

const code = (value: string) => expect.objectContaining({ code: value })
const run = <Result>(work: () => Promise<Result>, options?: DetachedOptions) => runDetached(database, work, options)
const centsOf = async (name: string) => {
  const [found] = await db.select().from(account).where(eq(account.name, name))
  return found?.cents ?? 0
}
const add = async (name: string, cents: number) => {
  await db
    .update(account)
    .set({ cents: sql`${account.cents} + ${cents}` })
    .where(eq(account.name, name))
}
const set = async (name: string, cents: number) => {
  await db.update(account).set({ cents }).where(eq(account.name, name))
}
const kept = async () =>
  Object.fromEntries((await store.query('select * from bank.account')).map((row) => [row.name, row.cents]))
const conflict = () => db.execute(sql`select bank.conflict()`)

test.each(['repeatable-read', 'serializable'] as const)(
  'what many read and write at %s is added up by all of them',
  async (isolation) => {
    const work = async () => set('a', (await centsOf('a')) + 1)
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => run(work, { isolation })))

    const done = outcomes.filter(({ status }) => status === 'fulfilled').length
    expect(await kept()).toEqual({ a: 100 + done, b: 100 })
    expect(done).toBeGreaterThan(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(code('ASH580'))
  },
)

/** Waits until two have arrived; who comes after them goes on at once. */
function meeting() {
  let arrived = 0
  const both = Promise.withResolvers<void>()
  return () => {
    arrived += 1
    if (arrived === 2) both.resolve()
    return both.promise
  }
}

test('two that would each be right alone cannot both be kept when they are serializable', async () => {
  const meet = meeting()
  const withdraw = (name: string) => async () => {
    const sum = (await centsOf('a')) + (await centsOf('b'))
    await meet()
    if (sum >= 150) await add(name, -100)
  }
  await Promise.all([
    run(withdraw('a'), { isolation: 'serializable' }),
    run(withdraw('b'), { isolation: 'serializable' }),
  ])

  const { a, b } = (await kept()) as { a: number; b: number }
  expect(a + b).toBe(100)
})

test('what was read at serializable stays true of what others, who began before, keep later', async () => {
  const [looked, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const late = run(
    async () => {
      const batch = await centsOf('a')
      looked.resolve()
      await told.promise
      await db.execute(sql`insert into bank.receipt values (${batch})`)
    },
    { isolation: 'serializable' },
  )
  await looked.promise
  await run(() => set('a', 101), { isolation: 'serializable' })
  const countLastBatch = async () => {
    const last = (await centsOf('a')) - 1
    return (await db.execute(sql`select from bank.receipt where batch = ${last}`)).rowCount
  }
  expect(await run(countLastBatch, { isolation: 'serializable', readOnly: true })).toBe(0)
  await expect.poll(() => database.use().units.total - database.use().units.idle).toBe(1)
  told.resolve()
  await late

  expect(await run(countLastBatch)).toBe(0)
})

/** Takes two rows in an order of its own, once the other has taken its first. */
function crossing() {
  const meet = meeting()
  return (first: string, second: string) => {
    let runs = 0
    const work = async () => {
      runs += 1
      await add(first, 1)
      await meet()
      await add(second, 1)
    }
    return { work, runs: () => runs }
  }
}

test('of two that wait for each other the one that gave way runs again where an isolation is declared', async () => {
  const meet = crossing()
  const [one, other] = [meet('a', 'b'), meet('b', 'a')]
  await Promise.all([one, other].map(({ work }) => run(work, { isolation: 'read-committed' })))

  expect(await kept()).toEqual({ a: 102, b: 102 })
  expect(one.runs() + other.runs()).toBe(3)
})

test('without a declared isolation what may write is not run again', async () => {
  const meet = crossing()
  const [one, other] = [meet('a', 'b'), meet('b', 'a')]
  const outcomes = await Promise.allSettled([one, other].map(({ work }) => run(work)))

  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([
    { status: 'rejected', reason: code('ASH420') },
  ])
  expect(await kept()).toEqual({ a: 101, b: 101 })
})

test.each([
  ['says so', async () => forbidRetry()],
  ['keeps books meanwhile', async () => bookkeeping(async () => undefined)],
])('work that %s is not run again', async (_what, outlives) => {
  const work = vi.fn(async () => {
    await outlives()
    await conflict()
  })
  await expect(run(work, { isolation: 'serializable' })).rejects.toEqual(code('ASH419'))
  expect(work).toHaveBeenCalledOnce()
})

test('work that others are in the way of each time ends with an error of its own', async () => {
  const work = vi.fn(async () => {
    await conflict()
  })
  await expect(run(work, { isolation: 'serializable' })).rejects.toEqual(code('ASH580'))
  expect(work).toHaveBeenCalledTimes(10)
})

test('what only reads runs again by itself, also when it made something else of the failure', async () => {
  let runs = 0
  const read = async () => {
    runs += 1
    if (runs === 1) await conflict().catch(() => undefined)
    if (runs === 2) await conflict().catch(() => Promise.reject(new Error('of my own')))
    return centsOf('a')
  }
  expect(await run(read, { readOnly: true })).toBe(100)
  expect(runs).toBe(3)
})

test("a conflict that a savepoint has undone is the work's own to deal with", async () => {
  const work = vi.fn(async () => {
    await savepoint(async () => conflict()).catch(() => undefined)
    await add('a', 1)
  })
  await run(work, { isolation: 'read-committed' })
  expect(work).toHaveBeenCalledOnce()
  expect(await kept()).toEqual({ a: 101, b: 100 })
})

test('one unit of work may wait for less long than the app', async () => {
  const sleep = async () => {
    await db.execute(sql`select pg_sleep(60)`)
  }
  await expect(run(sleep, { statementTimeoutMs: 30 })).rejects.toEqual(code('ASH421'))
  const holder = await store.connect()
  await holder.query('begin')
  await holder.query(`update bank.account set cents = 0 where name = 'a'`)
  await expect(run(() => add('a', 1), { lockTimeoutMs: 30 })).rejects.toEqual(code('ASH422'))
  await holder.end()
})

const sleeping = async () =>
  (
    await store.query(
      `select from pg_stat_activity where query like '%pg_sleep(77)%' and state = 'active' and pid <> pg_backend_pid()`,
    )
  ).length

test('what is ended before its time is cancelled and undone, and its connection is used again', async () => {
  const own = createDatabase({ appUrl: store.url, poolSize: 1 })
  const pidOf = async () => (await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid
  const pid = await runDetached(own, pidOf)
  for (let round = 0; round < 20; round += 1) {
    const ended = new AbortController()
    const work = async () => {
      await add('a', 1)
      await Promise.all([db.execute(sql`select pg_sleep(77)`).execute(), add('b', 1)])
    }
    const scope = new RequestScope({ id: 'ended', readOnly: false })
    const outcome = runUnitOfWork(own.units, scope, work, { signal: ended.signal })
    outcome.catch(() => undefined)
    await vi.waitFor(async () => expect(await sleeping()).toBe(1), { timeout: 60_000, interval: 5 })
    const reason = new Error('enough')
    ended.abort(reason)
    await expect(outcome).rejects.toBe(reason)
    expect(await runDetached(own, pidOf)).toBe(pid)
  }
  expect(await kept()).toEqual({ a: 100, b: 100 })
  expect(own.use().units).toEqual({ total: 1, idle: 1, waiting: 0 })
  await own.close()
})

test('what is ended while it waits for a connection, or before it began, does nothing', async () => {
  const own = createDatabase({ appUrl: store.url, poolSize: 1 })
  const free = Promise.withResolvers<void>()
  const holder = runDetached(own, async () => {
    await add('a', 1)
    await free.promise
  })
  const ended = new AbortController()
  const start = (signal: AbortSignal) =>
    runUnitOfWork(own.units, new RequestScope({ id: 'late', readOnly: false }), () => add('a', 10), { signal })
  const waiting = start(ended.signal)
  waiting.catch(() => undefined)
  await expect.poll(() => own.use().units.waiting).toBe(1)
  ended.abort(new Error('gone'))
  free.resolve()
  await holder
  await expect(waiting).rejects.toThrow('gone')
  await expect(start(ended.signal)).rejects.toThrow('gone')
  expect(await kept()).toEqual({ a: 101, b: 100 })
  expect(own.use().units).toEqual({ total: 1, idle: 1, waiting: 0 })
  await own.close()
})
