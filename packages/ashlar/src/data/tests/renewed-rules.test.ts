/** What earlier versions made of rules, which the migrator brings to what rules make today. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { integer } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moduleSchema, tenantOwned, timestamps } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { checkRules, createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

const log = moduleSchema('log')
const entry = log.table('entry', { id: integer('id').primaryKey(), ...timestamps() })
const note = log.table('note', { id: integer('id').primaryKey(), ...tenantOwned() })
const db = createModuleDatabase({ module: 'log', otherSchemas: [] })

let migrated: MigratedDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'log', tables: { log, entry, note } })
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
    `drop policy ashlar_every_tenant on log.note; delete from ashlar.module_rules where module = 'log'`,
  )

test('a table of an earlier version comes to be open to work for every tenant', async () => {
  await makeOfEarlierVersion()

  await migrated.migrate()

  expect(await runDetached(database, () => checkRules(['log']), { readOnly: true })).toEqual({
    problems: [],
    warnings: [],
  })
})

const whileInUse = async (work: () => Promise<void>) => {
  const writer = await migrated.store.connect()
  try {
    await writer.query('begin; lock table log.note in row exclusive mode')
    await work()
  } finally {
    await writer.end()
  }
}

test('a table that stays in use is left alone, and done at the next migration', async () => {
  await makeOfEarlierVersion()
  await whileInUse(() =>
    expect(migrated.migrate()).rejects.toMatchObject({ code: 'ASH573', details: { module: 'log' } }),
  )
  await migrated.migrate()

  expect(await runDetached(database, () => checkRules(['log']), { readOnly: true })).toMatchObject({ problems: [] })
})

test('a migration that cannot open a table in use to work for every tenant is told as one that fails', async () => {
  await makeOfEarlierVersion()
  await writeFile(join(migrated.folder, '0002_more.sql'), 'create table log.more (id int);')
  await whileInUse(() => expect(migrated.migrate()).rejects.toMatchObject({ code: 'ASH445' }))
  await migrated.migrate()

  expect(await runDetached(database, () => checkRules(['log']), { readOnly: true })).toMatchObject({ problems: [] })
})
