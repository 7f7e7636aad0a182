/** A database that has lost what a table's rules rest on, in every way there is, and what boot makes of it. */
import { testModules } from '@ashlar/testing'
import { integer } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moduleOf } from '../../../tests/module-of.ts'
import type { AshlarError } from '../../contract/errors.ts'
import { audited, moduleSchema, newId, softDeletable, tenantOwned, typeidColumn, versioned } from '../index.ts'
import { checkRules, createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const shop = moduleSchema('shop')
const order = shop.table('order', {
  id: typeidColumn('ord').primaryKey().default(newId),
  ...tenantOwned(),
  ...softDeletable(),
  ...audited(),
  ...versioned(),
  number: integer('number').notNull(),
})

let migrated: MigratedDatabase
let store: TestDatabase
let database: Database

beforeAll(async () => {
  migrated = await createMigratedDatabase({ module: 'shop', tables: { shop, order } })
  store = migrated.store
  database = createDatabase({ appUrl: migrated.appUrl })
})

afterAll(async () => {
  await database.close()
  await migrated.drop()
})

const look = () => runDetached(database, () => checkRules(['shop']), { readOnly: true })
const sound = { problems: [], warnings: [] }
const remedyOf = (problem: AshlarError | undefined) => String(problem?.details?.remedy)

describe('boot', () => {
  test('finds a database sound as its migrations left it, migrated again or not', async () => {
    expect(await look()).toEqual(sound)
    await migrated.migrate()
    expect(await look()).toEqual(sound)
  })

  test.each([
    ['lost the policy of its tenants', 'drop policy ashlar_tenant on shop."order"', 'ASH561', 'ashlar_tenant'],
    [
      'lost the policy of whoever sees all tenants',
      'drop policy ashlar_every_tenant on shop."order"',
      'ASH561',
      'ashlar_every_tenant',
    ],
    ['shows marked rows', 'drop policy ashlar_kept_select on shop."order"', 'ASH561', 'ashlar_kept_select'],
    ['lost its history', 'drop trigger ashlar_record_change on shop."order"', 'ASH561', 'ashlar_record_change'],
    ['lost its stamp', 'drop trigger ashlar_stamp on shop."order"', 'ASH561', 'ashlar_stamp'],
    ['lost its versions', 'drop trigger ashlar_version on shop."order"', 'ASH561', 'ashlar_version'],
    ['removes rows', 'drop trigger ashlar_keep_deleted on shop."order"', 'ASH561', 'ashlar_keep_deleted'],
    ['is open to all', 'alter policy ashlar_tenant on shop."order" using (true)', 'ASH562', 'ashlar_tenant'],
    [
      'has its history switched off',
      'alter table shop."order" disable trigger ashlar_record_change',
      'ASH562',
      'ashlar_record_change',
    ],
    [
      'has row-level security switched off',
      'alter table shop."order" disable row level security',
      'ASH562',
      'row-security',
    ],
    ['lets its owner pass', 'alter table shop."order" no force row level security', 'ASH562', 'row-security'],
  ])('refuses a table that %s, and says how to mend it', async (_what, mutation, code, name) => {
    await store.query(mutation)

    const { problems } = await look()

    expect(problems).toMatchObject([{ code, details: { module: 'shop', table: 'order', name } }])
    const [problem] = problems
    expect(problem?.message).toContain('shop.order')
    const remedy = remedyOf(problem)
    expect(problem?.message).toContain(remedy)
    const kind = /^CREATE (POLICY|TRIGGER)/.exec(remedy)?.[1]
    if (code === 'ASH562' && kind !== undefined) await store.query(`drop ${kind} ${name} on shop."order"`)
    await store.query(remedy)
    expect(await look()).toEqual(sound)
  })

  test('refuses a table that the app may not use', async () => {
    // On PostgreSQL 15 it would have the rights of the role that sees every tenant all the time.
    await store.query(`alter role ${migrated.role} noinherit`)
    await store.query(`revoke delete, update on shop."order" from ${migrated.role}`)

    const { problems } = await look()

    expect(problems).toMatchObject([
      { code: 'ASH563', details: { table: 'order', privilege: 'DELETE', role: migrated.role } },
      { code: 'ASH563', details: { table: 'order', privilege: 'UPDATE', role: migrated.role } },
    ])
    for (const { message } of problems) await store.query(/GRANT .*;/.exec(message)?.[0] ?? '')
    await store.query(`alter role ${migrated.role} inherit`)
    expect(await look()).toEqual(sound)
  })

  test('refuses a table that is gone, with everything its rules made', async () => {
    await store.query('alter table shop."order" rename to hidden')

    const { problems } = await look()

    await store.query('alter table shop.hidden rename to "order"')
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['ASH561']))
    expect(problems).toHaveLength(9)
  })

  test('takes the words of another server for the same, but misses what is not there', async () => {
    await store.query(
      `update ashlar.module_rules set server = 1, objects = replace(objects::text, 'tenant_id = ', 'tenant_id  = ')::jsonb`,
    )
    expect(await look()).toEqual(sound)
    await migrated.migrate()
    const [kept] = await store.query(`select server <> 1 as renewed from ashlar.module_rules where module = 'shop'`)
    expect(kept).toEqual({ renewed: true })
    expect(await look()).toEqual(sound)
  })

  test('asks nothing of modules that are off', async () => {
    await store.query('drop trigger ashlar_version on shop."order"')
    expect(await runDetached(database, () => checkRules([]), { readOnly: true })).toEqual(sound)
    const [problem] = (await look()).problems
    await store.query(remedyOf(problem))
  })

  test('cannot be misled by the app', async () => {
    const client = await store.connect()
    try {
      await client.query(`set role ${migrated.role}`)
      expect((await client.query('select from ashlar.module_rules')).rowCount).toBe(2)
      expect((await client.query('delete from ashlar.module_rules')).rowCount).toBe(0)
    } finally {
      await client.end()
    }
    expect(await store.query('select module from ashlar.module_rules order by 1')).toEqual([
      { module: 'ashlar' },
      { module: 'shop' },
    ])
  })
})

describe('boot warns', () => {
  test('of an app role that may become the owner of tables', async () => {
    const [owner] = await store.query(`select role from ashlar.module_role where module = 'shop'`)
    await store.query(`grant "${owner?.role}" to ${migrated.role}`)

    const { warnings } = await look()

    await store.query(`revoke "${owner?.role}" from ${migrated.role}`)
    expect(warnings).toEqual([expect.stringContaining('owns the table shop."order", or may become')])
  })

  test('of an app role that may empty tables', async () => {
    await store.query(`grant truncate on shop."order" to ${migrated.role}`)

    const [warning] = (await look()).warnings

    expect(warning).toContain('may TRUNCATE the table shop."order"')
    await store.query(/REVOKE .*;/.exec(warning ?? '')?.[0] ?? '')
    expect(await look()).toEqual(sound)
  })

  test('of an app role that cannot see all tenants, until it is migrated again', async () => {
    const [every] = await store.query(`select role from ashlar.module_role where module = '*'`)
    await store.query(`revoke "${every?.role}" from ${migrated.role}`)

    expect((await look()).warnings).toEqual([expect.stringContaining('allTenants() is not available')])

    await migrated.migrate()
    expect(await look()).toEqual(sound)
  })
})

test('an app whose database has lost a rule does not boot, and says what is missing', async () => {
  const source = moduleOf({ id: 'shop' }, () => ({}), migrated.folder)
  const own = await createTestDatabase()
  try {
    await (await testModules([source], { database: own })).close()
    await own.query('drop policy ashlar_tenant on shop."order"; alter table shop."order" disable trigger ashlar_stamp')

    const refusal = testModules([source], { database: own })

    await expect(refusal).rejects.toMatchObject({ code: 'ASH564' })
    await expect(refusal).rejects.toThrow(/ASH562 .*ashlar_stamp[\s\S]*ASH561 .*ashlar_tenant/)
  } finally {
    await own.drop()
  }
})
