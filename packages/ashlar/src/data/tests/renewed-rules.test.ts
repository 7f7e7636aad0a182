/** What earlier versions made of rules, which the migrator brings to what rules make today. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { integer } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moduleSchema, timestamps } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { checkRules, createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

const log = moduleSchema('log')
const entry = log.table('entry', { id: integer('id').primaryKey(), ...timestamps() })
const db = createModuleDatabase({ module: 'log', otherSchemas: [] })

let migrated: MigratedDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'log', tables: { log, entry } })
  database = createDatabase({ appUrl: migrated.appUrl })
})
afterAll(async () => {
  await database.close()
  await migrated.drop()
})

const findTimes = async (id: number) => {
  const [found] = await migrated.store.query(
    `select created_at > now() - interval '1 hour' as made_now, updated_at >= created_at as changed_since, created_at from log.entry where id = $1`,
    [id],
  )
  return found
}

test('times of rows are what they are, whatever statements say of them', async () => {
  const past = new Date(0)
  await runDetached(database, async () => db.insert(entry).values({ id: 1, createdAt: past, updatedAt: past }))
  const made = await findTimes(1)
  expect(made).toMatchObject({ made_now: true, changed_since: true })

  await runDetached(database, async () =>
    db.update(entry).set({ createdAt: past, updatedAt: past }).where(eq(entry.id, 1)),
  )
  await runDetached(database, async () => db.execute(sql`update log.entry set created_at = 'epoch'`))

  expect(await findTimes(1)).toEqual(made)
})

const makeOfEarlierVersion = () =>
  migrated.store.query(
    'create or replace trigger ashlar_touch before update on log.entry for each row execute function ashlar.touch()',
  )
const ship = (name: string) => writeFile(join(migrated.folder, `${name}.sql`), `create table log.t${name} (id int);`)

test('a trigger of an earlier version comes to keep the times of new rows too', async () => {
  await makeOfEarlierVersion()
  await ship('0002_more')

  await migrated.migrate()

  expect(await runDetached(database, () => checkRules(['log']), { readOnly: true })).toEqual({
    problems: [],
    warnings: [],
  })
  await runDetached(database, async () => db.insert(entry).values({ id: 2, createdAt: new Date(0) }))
  expect(await findTimes(2)).toMatchObject({ made_now: true })
})

test('a table that stays in use is left alone, and done at the next migration', async () => {
  await makeOfEarlierVersion()
  await ship('0003_more')
  const writer = await migrated.store.connect()
  try {
    await writer.query('begin; lock table log.entry in row exclusive mode')
    await expect(migrated.migrate()).rejects.toMatchObject({ code: 'ASH573', details: { module: 'log' } })
  } finally {
    await writer.end()
  }
  await migrated.migrate()

  expect(await runDetached(database, () => checkRules(['log']), { readOnly: true })).toMatchObject({ problems: [] })
})
