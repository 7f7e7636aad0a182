/** What the rules of tables ask of their declarations, and what migrations make of them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as kit from 'drizzle-kit/api-postgres'
import { integer, text } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { diffModule, writeMigration } from '../diff/index.ts'
import { audited, moduleSchema, newId, softDeletable, typeidColumn } from '../index.ts'
import { migrate, readMigrations } from '../runtime.ts'
import { code } from './shop.ts'
import { createTestDatabase } from './test-database.ts'

const shop = moduleSchema('shop')
const columns = { id: typeidColumn('ord').primaryKey().default(newId), number: integer('number').notNull() }

test('a migration makes the rules of a table, changes and removes them', async () => {
  const plain = shop.table('order', columns)
  const ruled = shop.table('order', { ...columns, ...softDeletable(), ...audited() })
  const hiding = shop.table('order', { ...columns, ...softDeletable(), ...audited({ secret: ['number'] }) })
  const store = await createTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-rules-'))
  const policies = async () =>
    (await store.query(`select policyname as name from pg_policies where schemaname = 'shop' order by 1`)).map(
      ({ name }) => name,
    )
  /** What is noted of a row that is added. */
  const note = async () => {
    await store.query('insert into shop."order" (number) values (7)')
    return store.query(`select after -> 'number' as number, secret from ashlar.change order by id desc limit 1`)
  }
  let snapshot: Parameters<typeof diffModule>[0]['snapshot']
  const step = async (table: object, title: string) => {
    const diff = await diffModule({ module: 'shop', tables: { shop, table }, snapshot, kit, answers: [] })
    if (diff.status !== 'changed') throw new Error(`The diff is ${diff.status}.`)
    snapshot = diff.snapshot
    await writeMigration({ module: 'shop', folder, title, ...diff })
    await migrate({
      ownerUrl: store.url,
      modules: [{ module: 'shop', version: '1', migrations: await readMigrations('shop', folder) }],
    })
    return diff
  }
  try {
    await step(plain, 'plain')
    expect(await policies()).toEqual([])
    expect(await note()).toEqual([])

    await step(ruled, 'ruled')
    expect(await policies()).toEqual(['ashlar_kept_select', 'ashlar_kept_update', 'ashlar_open'])
    expect(await note()).toEqual([{ number: 7, secret: null }])
    expect(await diffModule({ module: 'shop', tables: { shop, ruled }, snapshot, kit })).toEqual({
      status: 'unchanged',
    })

    await step(hiding, 'hiding')
    expect(await note()).toEqual([{ number: null, secret: ['number'] }])

    const removed = await step(plain, 'plain again')
    const ofRows = removed.losesData.filter((text) => text.startsWith('DELETE FROM "shop"."order"'))
    expect([ofRows.length, removed.losesData.length]).toEqual([1, 6])
    expect(await policies()).toEqual([])
    await store.query('truncate ashlar.change')
    expect(await note()).toEqual([])
    const [security] = await store.query(`select relrowsecurity as on from pg_class where oid = 'shop.order'::regclass`)
    expect(security).toEqual({ on: false })
  } finally {
    await store.drop()
    await rm(folder, { recursive: true })
  }
})

test('a history needs a key of one column, whole days to be kept for, and columns to hide that are there', () => {
  expect(() => shop.table('keyless', { ...audited(), a: text('a') })).toThrow(code('ASH466'))
  expect(() => shop.table('hasty', { id: integer('id').primaryKey(), ...audited({ keepDays: 0.5 }) })).toThrow(
    code('ASH566'),
  )
  expect(() => shop.table('hides', { id: integer('id').primaryKey(), ...audited({ secret: ['pin'] }) })).toThrow(
    code('ASH467'),
  )
})

test('a column that may be null cannot be unique where rows are only marked as deleted', async () => {
  const loose = shop.table('loose', {
    id: typeidColumn('los').primaryKey(),
    ...softDeletable(),
    code: text('code').unique(),
  })

  await expect(diffModule({ module: 'shop', tables: { shop, loose }, kit })).rejects.toEqual(code('ASH469'))
})
