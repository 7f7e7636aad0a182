/** Ways around the wall between tenants that PostgreSQL allows, and that boot or the migrator refuse. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moduleSchema, newId, tenantOwned, typeidColumn } from '../index.ts'
import { checkRules, createDatabase, type Database, migrate, readMigrations, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { code } from './shop.ts'

const clinic = moduleSchema('clinic')
const patient = clinic.table('patient', {
  id: typeidColumn('pat').primaryKey().default(newId),
  ...tenantOwned(),
  name: text('name').notNull(),
})

let migrated: MigratedDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'clinic', tables: { clinic, patient } })
  database = createDatabase({ appUrl: migrated.appUrl })
})
afterAll(async () => {
  await database.close()
  await migrated.drop()
})

const look = () => runDetached(database, () => checkRules(['clinic']), { readOnly: true })
const sound = { problems: [], warnings: [] }

describe('boot refuses', () => {
  test.each([
    [
      'a policy that adds to what is seen',
      'patient',
      'create policy reports on clinic.patient for select using (true)',
    ],
    [
      'one that lets the app write',
      'patient',
      'create policy "Import" on clinic.patient for insert with check (tenant_id is not null)',
    ],
  ])('%s of a table of tenants, and says how to take it away', async (_what, table, mutation) => {
    await migrated.store.query(mutation)

    const { problems } = await look()

    expect(problems).toMatchObject([{ code: 'ASH570', details: { module: 'clinic', table } }])
    expect(problems[0]?.message).toContain(String(problems[0]?.details?.remedy))
    await migrated.store.query(String(problems[0]?.details?.remedy))
    expect(await look()).toEqual(sound)
  })

  test.each(['change', 'change_head', 'setting', 'module_rules'])(
    'a policy that opens the framework’s table %s',
    async (table) => {
      await migrated.store.query(`create policy open on ashlar.${table} using (true)`)

      const { problems } = await look()

      expect(problems).toMatchObject([{ code: 'ASH570', details: { module: 'ashlar', table, name: 'open' } }])
      await migrated.store.query(String(problems[0]?.details?.remedy))
      expect(await look()).toEqual(sound)
    },
  )

  test('nothing of a policy that holds back more', async () => {
    await migrated.store.query(`create policy named on clinic.patient as restrictive using (name <> '')`)
    expect(await look()).toEqual(sound)
    await migrated.store.query('drop policy named on clinic.patient')
  })
})

describe('a migration is refused', () => {
  const attempt = async (sql: string) => {
    const file = join(migrated.folder, '0009_way_around.sql')
    await writeFile(file, sql)
    const migrations = (await readMigrations('clinic', migrated.folder)).filter(
      ({ name }) => name.startsWith('0001') || name.startsWith('0009'),
    )
    return migrate({
      ownerUrl: migrated.store.url,
      appRole: migrated.role,
      modules: [{ module: 'clinic', version: '1', migrations }],
    })
  }

  test.each([
    ['that opens a table of tenants', 'ASH570', 'create policy reports on clinic.patient for select using (true)'],
    ['that copies one', 'ASH571', 'create materialized view clinic.copy as select name from clinic.patient'],
    [
      'that copies one through views',
      'ASH571',
      `create view clinic.names as select name from clinic.patient;
       create view clinic.initials as select left(name, 1) as initial from clinic.names;
       create materialized view clinic.copy as select distinct initial from clinic.initials`,
    ],
  ])('%s, and nothing of it is kept', async (_what, refusal, sql) => {
    await expect(attempt(sql)).rejects.toEqual(code(refusal))

    expect(
      await migrated.store.query(
        `select relname as name from pg_class where relnamespace = 'clinic'::regnamespace and relkind in ('v', 'm')
         union select polname from pg_policy where polrelid = 'clinic.patient'::regclass and polname not like 'ashlar%'`,
      ),
    ).toEqual([])
  })
})
