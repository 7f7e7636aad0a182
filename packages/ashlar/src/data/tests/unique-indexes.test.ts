/** Unique indexes of tables whose rows belong to tenants, or are kept when they are deleted. */
import { sql } from 'drizzle-orm'
import { text, uniqueIndex } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moduleSchema, newId, softDeletable, tenantOwned, typeidColumn } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { code, here, there } from './shop.ts'

const wiki = moduleSchema('wiki')
const page = wiki.table(
  'page',
  {
    id: typeidColumn('pag').primaryKey().default(newId),
    ...tenantOwned(),
    ...softDeletable(),
    title: text('title').notNull(),
    path: text('path').notNull().default(''),
  },
  (table) => [
    uniqueIndex('page_title_key').on(sql`lower(${table.title})`),
    uniqueIndex('page_path_key').on(table.path).where(sql`${table.path} <> '' or false`),
  ],
)
const db = createModuleDatabase({ module: 'wiki', otherSchemas: [] })

let migrated: MigratedDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'wiki', tables: { wiki, page } })
  database = createDatabase({ appUrl: migrated.appUrl })
})
afterAll(async () => {
  await database.close()
  await migrated.drop()
})

test('hold within a tenant, and among rows that are not deleted', async () => {
  const add = (tenant: string, title: string, path: string) =>
    runDetached(database, () => db.insert(page).values({ title, path }), { tenant })
  await add(here, 'Home', '/home')
  await add(there, 'HOME', '/home')
  await add(here, 'Empty', '')

  for (const [title, path] of [
    ['home', '/other'],
    ['Other', '/home'],
  ] as const) {
    await expect(add(here, title, path)).rejects.toEqual(code('ASH414'))
  }
  await runDetached(database, () => db.delete(page).execute(), { tenant: here })
  await add(here, 'home', '/home')
  await add(here, 'empty', '')
})
