import { createServer, type Server } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { afterCommit } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, runDetached } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })
const selectOne = async () => db.execute(sql`select 1 as one`)

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema shop')
  await store.query('create table shop.item (id int primary key, parent int references shop.item, n int check (n > 0))')
})

afterAll(() => store.drop())

test('a reachable database tells its version', async () => {
  const database = createDatabase({ appUrl: store.url })

  expect(Number.parseInt(await database.verify(), 10)).toBeGreaterThanOrEqual(15)
  await database.close()
})

test('a database that is away is told without its password', async () => {
  const database = createDatabase({ appUrl: 'postgres://app:s3cret@127.0.0.1:1/app' })

  const refusal = runDetached(database, selectOne)
  await expect(refusal).rejects.toMatchObject({ code: 'ASH400', status: 503 })
  await expect(refusal).rejects.toThrow('127.0.0.1:1/app')
  await expect(refusal).rejects.not.toThrow('s3cret')
  await database.close()
})

test('a server that never answers is given up', async () => {
  const silent: Server = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' ? address?.port : 0
  const database = createDatabase({ appUrl: `postgres://app@127.0.0.1:${port}/app`, connectTimeoutMs: 50 })

  await expect(runDetached(database, selectOne)).rejects.toMatchObject({ code: 'ASH400' })
  await database.close()
  await new Promise((resolve) => silent.close(resolve))
})

test.each(['not an address', 'mysql://app:s3cret@localhost/app', 'postgres://app:s3cret@localhost:port/app'])(
  '"%s" is refused at once',
  (appUrl) => {
    expect(() => createDatabase({ appUrl })).toThrow('ASH426')
    expect(() => createDatabase({ appUrl })).not.toThrow('s3cret')
  },
)

test('work that finds no free connection in time is told to try again', async () => {
  const database = createDatabase({ appUrl: store.url, poolSize: 1, connectTimeoutMs: 1_000 })
  const holding = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<void>()
  const holder = runDetached(database, async () => {
    await selectOne()
    taken.resolve()
    await holding.promise
  })
  await taken.promise

  await expect(runDetached(database, selectOne)).rejects.toMatchObject({ code: 'ASH404', status: 503 })
  holding.resolve()
  await holder
  await database.close()
})

test('work that begins a transaction inside of another is refused at once, and the outer one goes on', async () => {
  const database = createDatabase({ appUrl: store.url })
  const [refusal, after] = await runDetached(database, async () => {
    await selectOne()
    return [await runDetached(database, selectOne).catch((error: unknown) => error), (await selectOne()).rows]
  })

  expect(refusal).toMatchObject({ code: 'ASH471', status: 500 })
  expect(after).toEqual([{ one: 1 }])
  await database.close()
})

test('a closed database refuses work', async () => {
  const database = createDatabase({ appUrl: store.url })
  await database.close()

  await expect(runDetached(database, selectOne)).rejects.toMatchObject({ code: 'ASH427', status: 503 })
})

test('closing waits for what goes on in the background', async () => {
  const database = createDatabase({ appUrl: store.url })
  let finished = false
  await runDetached(database, async () => {
    afterCommit(async () => {
      await db.execute(sql`select pg_catalog.pg_sleep(0.05)`)
      finished = true
    })
  })
  await database.close()

  expect(finished).toBe(true)
})

test.each([
  ['a duplicate', sql`insert into shop.item (id) values (1), (1)`, 'ASH414', 409],
  ['a missing parent', sql`insert into shop.item (id, parent) values (2, 99)`, 'ASH415', 409],
  ['a broken rule', sql`insert into shop.item (id, n) values (3, -1)`, 'ASH416', 422],
  ['a missing value', sql`insert into shop.item (id) values (null)`, 'ASH417', 422],
  ['a value out of range', sql`insert into shop.item (id) values (${'99999999999'})`, 'ASH418', 422],
  ['a text that is no number', sql`insert into shop.item (id) values (${'secret-value'})`, 'ASH418', 422],
  ['an unknown column', sql`select wrong from shop.item`, 'ASH424', 500],
  ['a slow statement', sql`select pg_catalog.pg_sleep(30)`, 'ASH421', 503],
])('%s has a code of its own and tells no value', async (_what, statement, code, status) => {
  const database = createDatabase({ appUrl: store.url, statementTimeoutMs: 200 })

  const refusal = runDetached(database, async () => db.execute(statement))
  await expect(refusal).rejects.toMatchObject({ code, status })
  await expect(refusal).rejects.not.toThrow('secret-value')
  await database.close()
})

test('a transaction that sits still for too long is ended by PostgreSQL and fails', async () => {
  const database = createDatabase({ appUrl: store.url, idleInTransactionTimeoutMs: 20 })
  const work = runDetached(database, async () => {
    const pid = (await db.execute<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`)).rows[0]?.pid
    await expect
      .poll(async () => (await store.query('select from pg_stat_activity where pid = $1', [pid])).length)
      .toBe(0)
    await selectOne()
  })

  await expect(work).rejects.toMatchObject({ code: 'ASH405' })
  await database.close()
})

test('two transactions that wait for each other: one gives way', async () => {
  const database = createDatabase({ appUrl: store.url })
  await store.query('insert into shop.item (id) values (101), (102)')
  let bothHold = () => {}
  const holds = new Promise<void>((resolve) => {
    let count = 0
    bothHold = () => {
      if (++count === 2) resolve()
    }
  })
  const lockBoth = (first: number, second: number) =>
    runDetached(database, async () => {
      await db.execute(sql`update shop.item set n = 1 where id = ${first}`)
      bothHold()
      await holds
      await db.execute(sql`update shop.item set n = 2 where id = ${second}`)
    })

  const outcomes = await Promise.allSettled([lockBoth(101, 102), lockBoth(102, 101)])

  const failed = outcomes.filter(({ status }) => status === 'rejected')
  expect(failed).toEqual([
    expect.objectContaining({ reason: expect.objectContaining({ code: 'ASH420', status: 409 }) }),
  ])
  await database.close()
})

test('a server that has run out of disk is told as such, with a status that says to come again', async () => {
  const database = createDatabase({ appUrl: store.url })
  await store.query(`create function shop.fill_disk() returns void language plpgsql as $$
    begin raise exception using errcode = 'disk_full', message = 'could not extend file: No space left on device'; end $$`)

  const refusal = runDetached(database, async () => db.execute(sql`select shop.fill_disk()`))
  await expect(refusal).rejects.toMatchObject({ code: 'ASH960', status: 503 })
  await expect(refusal).rejects.toThrow('No space left on device')
  await database.close()
})
