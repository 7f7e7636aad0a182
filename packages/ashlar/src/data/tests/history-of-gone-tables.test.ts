/** For how long the history of a table is kept that is dropped, renamed, or audited no more. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { uuid } from 'drizzle-orm/pg-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { audited, moduleSchema } from '../index.ts'
import { createDatabase, type Database, removeOldHistory, sealHistory, verifyHistory } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

const home = moduleSchema('home')
const columns = () => ({ id: uuid('id').primaryKey(), ...audited({ keepDays: 3650 }) })
const tables = { home, diary: home.table('diary', columns()) }

let migrated: MigratedDatabase
let database: Database

beforeEach(async () => {
  migrated = await createMigratedDatabase({ module: 'home', tables, historyDays: 90 })
  database = createDatabase({ appUrl: migrated.appUrl })
})
afterEach(async () => {
  await database.close()
  await migrated.drop()
})

/** Has a change happened some days ago, and seals it. */
async function change(daysAgo: number): Promise<void> {
  const id = randomUUID()
  await migrated.store.query('insert into home.diary (id) values ($1)', [id])
  await migrated.store.query(`update ashlar.change set changed_at = now() - $2 * interval '1 day' where row_id = $1`, [
    id,
    daysAgo,
  ])
  await sealHistory(database.bookkeeping)
}

test.each([
  ['dropped', 'drop table home.diary'],
  ['renamed', 'alter table home.diary rename to journal'],
  ['audited no more', 'drop trigger ashlar_record_change on home.diary'],
])('that is %s it is kept for as long as the table said', async (_what, mutation) => {
  await change(4_000)
  await change(100)
  await migrated.store.query(mutation)

  await removeOldHistory(database.bookkeeping)

  expect(await verifyHistory({ ownerUrl: migrated.store.url })).toMatchObject({ sound: true, sealed: 1, removed: 1 })
})

test('that is dropped with the update that began to note what tables say, it is kept for as long too', async () => {
  await change(4_000)
  await change(100)
  await migrated.store.query('delete from ashlar.change_keeping')
  await writeFile(join(migrated.folder, '0002_drop.sql'), 'drop table home.diary')
  await migrated.migrate()

  await removeOldHistory(database.bookkeeping)

  expect(await verifyHistory({ ownerUrl: migrated.store.url })).toMatchObject({ sound: true, sealed: 1, removed: 1 })
})
