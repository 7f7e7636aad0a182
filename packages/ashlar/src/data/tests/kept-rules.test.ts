/** What the migrator writes down of rules: what they make, never what somebody made of them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { integer } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allTenants,
  audited,
  moduleSchema,
  newId,
  softDeletable,
  tenantOwned,
  timestamps,
  typeidColumn,
  versioned,
} from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { checkRules, createDatabase, type Database, migrate, readMigrations, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { createTestDatabase } from './test-database.ts'

const shop = moduleSchema('shop')
const order = shop.table('order', {
  id: typeidColumn('ord').primaryKey().default(newId),
  ...tenantOwned(),
  ...softDeletable(),
  ...audited({ secret: ['number'], keepDays: 30 }),
  ...versioned(),
  number: integer('number').notNull(),
})
const stamp = shop.table('stamp', { id: integer('id').primaryKey(), ...timestamps() })
const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })
const here = '00000000-0000-7000-8000-000000000001'

let migrated: MigratedDatabase
let database: Database
let count = 1

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'shop', tables: { shop, order, stamp } })
  database = createDatabase({ appUrl: migrated.appUrl })
})
afterAll(async () => {
  await database.close()
  await migrated.drop()
})

const look = (of = database) => runDetached(of, () => checkRules(['shop']), { readOnly: true })
const sound = { problems: [], warnings: [] }

/** Applies one more migration of the module. */
async function moveOn(): Promise<void> {
  count += 1
  await writeFile(join(migrated.folder, `000${count}_more.sql`), `create table shop.more_${count} (id int);`)
  await migrated.migrate()
}

test.each([
  ['a policy that was opened', 'ASH562', 'alter policy ashlar_tenant on shop."order" using (true)'],
  ['a policy that was lost', 'ASH561', 'drop policy ashlar_kept_select on shop."order"'],
  ['a trigger that was switched off', 'ASH562', 'alter table shop."order" disable trigger ashlar_stamp'],
  [
    'a history that leaves nothing out',
    'ASH562',
    `create or replace trigger ashlar_record_change after insert on shop."order" for each row execute function ashlar.record_change('id', '', '')`,
  ],
])('a migration does not take %s for the right one', async (_what, code, mutation) => {
  await migrated.store.query(mutation)
  const before = await look()
  expect(before.problems).toMatchObject([{ code, details: { table: 'order' } }])

  await moveOn()

  expect(await look()).toEqual(before)
  const { name, remedy } = before.problems[0]?.details ?? {}
  const kind = /^CREATE (POLICY|TRIGGER)/.exec(String(remedy))?.[1]
  await migrated.store.query(`drop ${kind} if exists ${name} on shop."order"`)
  await migrated.store.query(String(remedy))
  expect(await look()).toEqual(sound)
})

test.each([
  ['tenant_id', `select '${here}'::uuid`, 'returns uuid language sql stable parallel safe'],
  ['record_change', 'begin return null; end', 'returns trigger language plpgsql security definer'],
  ['keep_deleted', 'begin return old; end', 'returns trigger language plpgsql security definer'],
])('boot refuses a function %s that says something else, migrated again or not', async (name, body, kind) => {
  await migrated.store.query(`create or replace function ashlar.${name}() ${kind} as $$ ${body} $$`)

  const { problems } = await look()

  expect(problems).toMatchObject([{ code: 'ASH562', details: { module: 'ashlar', table: '', name } }])
  await moveOn()
  expect((await look()).problems).toHaveLength(1)
  await migrated.store.query(String(problems[0]?.details?.remedy))
  expect(await look()).toEqual(sound)
})

test('boot refuses a history that everybody may read', async () => {
  await migrated.store.query('alter policy change_read on ashlar.change using (true)')

  const { problems } = await look()

  expect(problems).toMatchObject([
    { code: 'ASH562', details: { module: 'ashlar', table: 'change', name: 'change_read' } },
  ])
  await migrated.store.query(`drop policy change_read on ashlar.change; ${problems[0]?.details?.remedy}`)
  expect(await look()).toEqual(sound)
})

test('a role that may see all tenants, and is younger than the tables, sees their rows', async () => {
  const store = await createTestDatabase()
  const [owner, app] = [`owner_${process.pid}`, `young_${process.pid}`]
  await store.query(
    `create role ${owner}; grant ${owner} to current_user; create role ${app} noinherit; grant ${app} to current_user`,
  )
  await store.query(`alter database ${new URL(store.url).pathname.slice(1)} owner to ${owner}`)
  const migrations = (await readMigrations('shop', migrated.folder)).slice(0, 1)
  const run = () =>
    migrate({ ownerUrl: store.urlAs(owner), appRole: app, modules: [{ module: 'shop', version: '1', migrations }] })
  await run()
  const own = createDatabase({ appUrl: store.urlAs(app) })
  const numbers = async () => (await db.select({ number: order.number }).from(order)).map(({ number }) => number)
  try {
    await runDetached(own, () => db.insert(order).values({ number: 7 }), { tenant: here })
    await store.query(`alter role ${owner} createrole`)

    await run()

    expect(await look(own)).toEqual(sound)
    expect(await runDetached(own, () => allTenants('looking', numbers))).toEqual([7])
    await store.query(`drop policy ashlar_every_tenant on shop."order"; update ashlar.module_rules
      set objects = (select jsonb_agg(each) from jsonb_array_elements(objects) as each where each ->> 'name' <> 'ashlar_every_tenant')`)
    expect((await look(own)).problems).toMatchObject([
      { code: 'ASH561', details: { table: 'order', name: 'ashlar_every_tenant' } },
    ])
  } finally {
    await own.close()
    await store.query(`drop owned by ${app} cascade`)
    await store.drop()
    await migrated.store.query(`drop role ${app}; drop role ${owner}`)
  }
})
