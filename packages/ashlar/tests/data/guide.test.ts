/** What the guides of tables and of the wall show, run as it stands there. */
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createTestDatabase, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import type { RowHistory } from 'ashlar/contract'
import { type ModuleDatabase, withTenant } from 'ashlar/data'
import { diffModule, writeMigration } from 'ashlar/diff'
import { sql } from 'ashlar/drizzle'
import type { PgTable } from 'ashlar/drizzle/pg-core'
import * as kit from 'drizzle-kit/api-postgres'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openGuide } from '../guide.ts'
import { moduleOf } from '../module-of.ts'

const tenant = '00000000-0000-7000-8000-000000000001'

test('the table of the guide has the rules that it says, and a history to read', async () => {
  await using guide = await openGuide('tables')
  const tables = await guide.load<{ invoice: PgTable }>('billing/src/tables.ts')
  const { saveNote } = await guide.load<{
    saveNote: (db: ModuleDatabase, id: string, body: { note: string; version: number }) => Promise<void>
  }>('billing/src/save-note.ts')
  const { readHistory } = await guide.load<{
    readHistory: (id: string, findNames: () => Promise<ReadonlyMap<string, string>>) => Promise<RowHistory>
  }>('billing/src/history.ts')
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-tables-'))
  const diff = await diffModule({ module: 'billing', tables, kit })
  if (diff.status !== 'changed') throw new Error('The diff made nothing.')
  await writeMigration({ module: 'billing', folder, title: 'first', ...diff })
  let given: Given<{ id: 'billing' }> | undefined
  await using app = await testModules([
    moduleOf(
      { id: 'billing' },
      (handed) => {
        given = handed
        return {}
      },
      folder,
    ),
  ])
  const db = given?.db as ModuleDatabase
  const asTenant = <Result>(work: () => Promise<Result>) => app.run(() => withTenant(tenant, work))

  const [made] = (await asTenant(() =>
    db
      .insert(tables.invoice)
      .values({ number: 1, total: 500 } as never)
      .returning()
      .execute(),
  )) as unknown as { id: string; version: number; total: number }[]
  expect(made).toMatchObject({ id: expect.stringMatching(/^inv_/), version: 1, total: 500 })
  const id = made?.id ?? ''
  await asTenant(() => saveNote(db, id, { note: 'late', version: 1 }))
  await expect(asTenant(() => saveNote(db, id, { note: 'later', version: 1 }))).rejects.toMatchObject({
    code: 'ASH468',
  })

  const history = await asTenant(() => readHistory(id, async () => new Map([['system', 'The system']])))
  expect(history).toMatchObject([
    { kind: 'update', who: 'The system', fields: [{ field: 'note', before: '', after: 'late' }] },
    { kind: 'insert' },
  ])
  const count = async () => (await db.execute(sql`select count(*)::int as n from billing.invoice`)).rows
  expect(await asTenant(count)).toEqual([{ n: 1 }])
  expect(await app.run(count)).toEqual([{ n: 0 }])
})

test.each(['tables', 'database-wall'])('the roles that the guide "%s" makes can be made', async (name) => {
  const guide = await readFile(resolve(import.meta.dirname, `../../../../docs/guides/${name}.md`), 'utf8')
  const [, text = ''] = /^```sql\n(.*?)^```/ms.exec(guide) ?? []
  const own = `guide_${process.pid}_${Date.now()}`
  const statements = text.replaceAll('shop', own).replaceAll('…', own).trim().split(/;\s*/).filter(Boolean)
  expect(statements).toHaveLength(4)
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
    const { rows } = await client.query('select rolname from pg_roles where rolname like $1 and not rolsuper', [
      `${own}%`,
    ])
    expect(rows).toHaveLength(2)
  } finally {
    await client.query(`drop database if exists ${own}`)
    await client.query(`drop role if exists ${own}_owner, ${own}_app`)
    await client.end()
    await database.drop()
  }
})
