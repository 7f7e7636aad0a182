/** What a migration does to rows that are there: it sees all of them, and everybody else as few as before. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allTenants,
  audited,
  moduleSchema,
  newId,
  softDeletable,
  tenantOwned,
  typeidColumn,
  withDeleted,
} from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { checkRules, createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { code, here, there } from './shop.ts'

const clinic = moduleSchema('clinic')
const patient = clinic.table('patient', {
  id: typeidColumn('pat').primaryKey().default(newId),
  ...tenantOwned(),
  ...audited(),
  name: text('name').notNull(),
})
const ward = clinic.table('ward', {
  id: typeidColumn('war').primaryKey().default(newId),
  ...softDeletable(),
  name: text('name').notNull(),
})
const db = createModuleDatabase({ module: 'clinic', otherSchemas: [] })

let migrated: MigratedDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'clinic', tables: { clinic, patient, ward } })
  database = createDatabase({ appUrl: migrated.appUrl })
  for (const tenant of [here, there]) {
    await runDetached(database, async () => db.insert(patient).values({ name: 'Ada' }), { tenant })
  }
  await runDetached(database, async () => {
    await db.insert(ward).values([{ name: 'north' }, { name: 'south' }])
    await db.delete(ward)
  })
})
afterAll(async () => {
  await database.close()
  await migrated.drop()
})

let count = 1
const migrate = async (sql: string) => {
  count += 1
  await writeFile(join(migrated.folder, `${String(count).padStart(4, '0')}_next.sql`), sql)
  return migrated.migrate()
}
const look = () => runDetached(database, () => checkRules(['clinic']), { readOnly: true })
const sound = { problems: [], warnings: [] }
const namesOf = (tenant: string) =>
  runDetached(database, async () => (await db.select().from(patient)).map(({ name }) => name), { tenant })

test('rows of every tenant are changed, and noted as theirs', async () => {
  await migrate(`update clinic.patient set name = 'Grace';
    do $$ begin update clinic.patient set name = name || ' H'; end $$`)

  expect(await namesOf(here)).toEqual(['Grace H'])
  expect(await namesOf(there)).toEqual(['Grace H'])
  expect(
    await migrated.store.query(
      `select tenant_id, count(*)::int as changes from ashlar.change where operation = 'update' group by 1 order by 1`,
    ),
  ).toEqual([
    { tenant_id: here, changes: 2 },
    { tenant_id: there, changes: 2 },
  ])
  expect(await look()).toEqual(sound)
})

test('marked rows are changed too', async () => {
  await migrate(`update clinic.ward set name = upper(name)`)

  const names = await runDetached(database, () =>
    withDeleted(async () => (await db.select().from(ward)).map(({ name }) => name).toSorted()),
  )
  expect(names).toEqual(['NORTH', 'SOUTH'])
  expect(await look()).toEqual(sound)
})

test('a row that is deleted is marked', async () => {
  await runDetached(database, async () => db.insert(ward).values({ name: 'east' }))
  await migrate(`delete from clinic.ward where name = 'east'`)

  expect(await runDetached(database, async () => db.$count(ward))).toBe(0)
  expect(await runDetached(database, () => withDeleted(async () => db.$count(ward)))).toBe(3)
  expect(await look()).toEqual(sound)
})

test('a foreign key is checked against the rows that are there', async () => {
  const refused = migrate(`create table clinic.title (name text primary key);
    alter table clinic.patient add foreign key (name) references clinic.title (name)`)
  await expect(refused).rejects.toMatchObject({ code: 'ASH445', message: expect.stringContaining('23503') })

  count -= 1
  await migrate(`create table clinic.title (name text primary key);
    insert into clinic.title select distinct name from clinic.patient;
    alter table clinic.patient add foreign key (name) references clinic.title (name) deferrable initially deferred;
    update clinic.patient set name = 'Grace H'`)
  expect(await look()).toEqual(sound)
})

test('a file that asks for no transaction is refused what it would not see', async () => {
  await migrate(`create table clinic.rank (name text primary key)`)
  const unseen = migrate(
    '-- ashlar: no-transaction\nalter table clinic.patient add foreign key (name) references clinic.rank (name)',
  )
  await expect(unseen).rejects.toMatchObject({ code: 'ASH445', message: expect.stringContaining('42501') })

  count -= 1
  await migrate('-- ashlar: no-transaction\ncreate index concurrently patient_name on clinic.patient (name)')
  expect(await look()).toEqual(sound)
})

test('a table that is made of another gets all of its rows', async () => {
  await migrate(`create table clinic.copies as select name from clinic.patient`)

  expect(await migrated.store.query('select name from clinic.copies')).toHaveLength(2)
})

test('a materialized view keeps no row that is hidden', async () => {
  await migrate(`create materialized view clinic.wards as select name from clinic.ward`)

  expect(await migrated.store.query('select * from clinic.wards')).toEqual([])
})

test('rules that a migration takes away stay away', async () => {
  await migrate(`update clinic.ward set name = 'old';
    drop trigger ashlar_keep_deleted on clinic.ward; drop policy ashlar_kept_select on clinic.ward;
    drop policy ashlar_kept_update on clinic.ward; drop policy ashlar_open on clinic.ward;
    alter table clinic.ward disable row level security, no force row level security`)

  expect(
    await migrated.store.query(
      `select relrowsecurity, relforcerowsecurity from pg_class where oid = 'clinic.ward'::regclass`,
    ),
  ).toEqual([{ relrowsecurity: false, relforcerowsecurity: false }])
})

test('nobody else sees more than before', async () => {
  expect(await runDetached(database, async () => db.select().from(patient))).toEqual([])
  expect(await runDetached(database, () => allTenants('compare', async () => db.$count(patient)))).toBe(2)
  await expect(
    runDetached(database, async () => db.insert(patient).values({ name: 'Eve', tenantId: there }), { tenant: here }),
  ).rejects.toEqual(code('ASH464'))
})
