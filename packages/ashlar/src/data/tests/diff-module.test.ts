import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as kit from 'drizzle-kit/api-postgres'
import { sql } from 'drizzle-orm'
import { check, index, integer, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diffModule, findSnapshot, type Snapshot, writeMigration } from '../diff/index.ts'
import { moduleSchema, newId, timestamps, typeidColumn } from '../index.ts'
import { migrate, readMigrations } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const shop = moduleSchema('shop')
const crm = moduleSchema('crm')

const orderColumns = () => ({
  id: typeidColumn('ord').primaryKey().default(newId),
  buyerId: typeidColumn('con', 'buyer_id').notNull(),
  state: text('state').notNull().default('open'),
  ...timestamps(),
})

const first = {
  shop,
  order: shop.table('order', { ...orderColumns(), total: integer('total').notNull() }, (table) => [
    index('order_state_idx').on(sql`lower(${table.state})`),
    check('order_total_check', sql`${table.total} >= 0`),
  ]),
}
const renamed = { order: shop.table('order', { ...orderColumns(), amount: integer('amount').notNull() }) }

let store: TestDatabase
let folder: string

beforeAll(async () => {
  store = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ashlar-diff-'))
})

afterAll(async () => {
  await store.drop()
  await rm(folder, { recursive: true })
})

async function changed(tables: object, snapshot?: Snapshot, renamedFrom?: readonly string[]) {
  const answers = [{ kind: 'column', entity: ['shop', 'order', 'amount'], renamedFrom } as const]
  const diff = await diffModule({
    module: 'shop',
    tables,
    snapshot,
    kit,
    answers: snapshot === undefined ? [] : answers,
  })
  if (diff.status !== 'changed') throw new Error(`The diff is ${diff.status}.`)
  return diff
}

test('the first diff makes every table, the next one nothing, and what it wrote can be migrated', async () => {
  const { sql: text, snapshot, losesData } = await changed(first)

  expect(text).toContain('CREATE TABLE "shop"."order" (\n  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7()')
  expect(text).not.toContain('CREATE SCHEMA')
  expect(losesData).toEqual([])
  const file = await writeMigration({ module: 'shop', folder, title: 'Create order!', sql: text, snapshot })
  expect(file).toBe(join(folder, '0001_create_order.sql'))
  const saved = await findSnapshot('shop', folder)
  expect(await diffModule({ module: 'shop', tables: first, snapshot: saved, kit })).toEqual({ status: 'unchanged' })
  await migrate({
    ownerUrl: store.url,
    modules: [{ module: 'shop', version: '1', migrations: await readMigrations('shop', folder) }],
  })
  const columns = await store.query(
    `select attname from pg_attribute where attrelid = 'shop.order'::regclass and attnum > 0 order by attnum`,
  )
  expect(columns.map(({ attname }) => attname)).toEqual([
    'id',
    'buyer_id',
    'state',
    'created_at',
    'updated_at',
    'total',
  ])
})

test('a name that is new asks whether it was there before under another', async () => {
  const { snapshot } = await changed(first)

  const diff = await diffModule({ module: 'shop', tables: renamed, snapshot, kit })

  expect(diff).toEqual({
    status: 'undecided',
    questions: [{ kind: 'column', entity: ['shop', 'order', 'amount'], candidates: [['shop', 'order', 'total']] }],
  })
})

test('a rename keeps the data, and dropping instead is told', async () => {
  const { snapshot } = await changed(first)

  const kept = await changed(renamed, snapshot, ['shop', 'order', 'total'])
  const lost = await changed(renamed, snapshot)

  expect(kept.sql).toContain('ALTER TABLE "shop"."order" RENAME COLUMN "total" TO "amount"')
  expect(kept.losesData).toEqual([])
  expect(lost.losesData).toEqual([expect.stringContaining('DROP COLUMN "total"')])
})

test('only the module at hand is diffed', async () => {
  const contact = crm.table('contact', { id: typeidColumn('con').primaryKey() })
  const diffOf = (tables: object) => diffModule({ module: 'shop', tables, kit })

  await expect(diffOf({ ...first, contact })).rejects.toMatchObject({
    code: 'ASH437',
    message: expect.stringContaining('Module "shop" declares the table "contact" in the schema "crm".'),
  })
  const reaching = shop.table('visit', { contactId: typeidColumn('con', 'contact_id').references(() => contact.id) })
  await expect(diffOf({ reaching })).rejects.toMatchObject({ code: 'ASH438' })
  const twice = shop.table('twice', { one: text('name'), other: integer('name') })
  await expect(diffOf({ twice })).rejects.toMatchObject({ code: 'ASH455' })
})

test('the snapshot is a file for version control', async () => {
  const saved = await readFile(join(folder, 'snapshot.json'), 'utf8')

  expect(saved.endsWith('}\n')).toBe(true)
  expect(JSON.parse(saved)).toMatchObject({ dialect: 'postgres' })
})
