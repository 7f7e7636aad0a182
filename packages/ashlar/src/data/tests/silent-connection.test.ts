/** Half-open connections: what is sent gets lost, and nobody ever says so. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, runDetached } from '../runtime.ts'
import { openWay } from './lossy-way.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })
const insertItem = () => db.execute(sql`insert into shop.item values (1)`).execute()
const countItems = async () => (await store.query('select count(*)::int as n from shop.item'))[0]?.n

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema shop')
  await store.query('create table shop.item (id int)')
})

afterAll(() => store.drop())

test('a connection that is silent for longer than a statement may take is lost, and the next work gets another', async () => {
  await using way = await openWay(store.url)
  const database = createDatabase({ appUrl: way.url, poolSize: 1, statementTimeoutMs: 2_000 })
  await database.verify()
  way.loseEverything()

  await expect(runDetached(database, insertItem)).rejects.toMatchObject({ code: 'ASH405', status: 503 })
  await runDetached(database, insertItem)
  expect(await countItems()).toBe(1)
  await database.close()
})

test('a connection of which answers may take as long as can be counted is given that long', async () => {
  const database = createDatabase({ appUrl: store.url, poolSize: 1, statementTimeoutMs: 2_147_483_647 })

  await runDetached(database, () => db.execute(sql`select pg_sleep(0.1)`).execute())
  await database.close()
})

test('a look whether the database is there is answered too', async () => {
  await using way = await openWay(store.url)
  const database = createDatabase({ appUrl: way.url, poolSize: 1, statementTimeoutMs: 2_000 })
  await database.verify()
  way.loseEverything()

  await expect(database.verify()).rejects.toThrow('answered nothing')
  await database.verify()
  await database.close()
})

test('a connection that falls silent before a change is kept leaves that unknown', async () => {
  await using way = await openWay(store.url)
  const database = createDatabase({ appUrl: way.url, poolSize: 1, statementTimeoutMs: 2_000 })

  const work = runDetached(database, async () => {
    await insertItem()
    way.loseEverything()
  })
  await expect(work).rejects.toMatchObject({ code: 'ASH406' })
  expect(database.use().units.total).toBe(0)
  await database.close()
})
