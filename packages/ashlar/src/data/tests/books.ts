/** Tables with the rules of tenants, migrated as a module's are, in a database whose app role is bound by policies. */
import { integer, text, unique } from 'drizzle-orm/pg-core'
import { audited, moduleSchema, newId, softDeletable, tenantOwned, typeidColumn, versioned } from '../index.ts'
import { createMigratedDatabase } from './migrated-database.ts'
import type { TestDatabase } from './test-database.ts'

const books = moduleSchema('books')
const common = () => ({
  ...tenantOwned(),
  number: integer('number').notNull(),
  note: text('note').notNull().default(''),
})
export const entry = books.table(
  'entry',
  { id: typeidColumn('ent').primaryKey().default(newId), ...common() },
  (table) => [unique().on(table.number)],
)
export const bill = books.table('bill', {
  id: typeidColumn('bil').primaryKey().default(newId),
  ...common(),
  ...softDeletable(),
  ...audited(),
  ...versioned(),
})
const tables = { books, entry, bill }

/** What a module may make of its tables: each runs with other rights than a plain query. */
const waysIn = `
create view books.notes as select number, note, tenant_id from books.entry;
create function books.list_notes() returns table (number int, note text, tenant_id uuid) language sql stable
  as 'select number, note, tenant_id from books.bill';
create function books.list_notes_as_owner() returns table (number int, note text, tenant_id uuid) language sql stable
  security definer as 'select number, note, tenant_id from books.entry';
`

export interface BooksDatabase {
  readonly store: TestDatabase
  /** Runs SQL as the role that sees the rows of all tenants. */
  readonly asAll: (text: string, values?: unknown[]) => Promise<readonly Record<string, unknown>[]>
  /** Where the app's own role signs in. */
  readonly appUrl: string
  readonly drop: () => Promise<void>
}

/** Makes the tables in a database of their own. */
export async function createBooks(): Promise<BooksDatabase> {
  const { store, appUrl, drop } = await createMigratedDatabase({ module: 'books', tables, moreSql: waysIn })
  const [every] = await store.query(`select role from ashlar.module_role where module = '*'`)
  const all = await store.connect()
  await all.query(`set role "${every?.role}"`)
  return {
    store,
    asAll: async (text, values) => (await all.query(text, values)).rows,
    appUrl,
    drop: async () => {
      await all.end()
      await drop()
    },
  }
}
