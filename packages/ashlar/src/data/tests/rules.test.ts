/** Tables' own rules, declared as a module declares them, migrated, and tried on every path to a row. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as kit from 'drizzle-kit/api-postgres'
import { eq, sql } from 'drizzle-orm'
import { integer, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { diffModule, writeMigration } from '../diff/index.ts'
import {
  allTenants,
  audited,
  moduleSchema,
  newId,
  purging,
  savepoint,
  softDeletable,
  tenantOwned,
  typeidColumn,
  versioned,
  withDeleted,
  withTenant,
} from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import {
  createDatabase,
  type Database,
  type DetachedOptions,
  migrate,
  readMigrations,
  runDetached,
} from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const shop = moduleSchema('shop')
const order = shop.table('order', {
  id: typeidColumn('ord').primaryKey().default(newId),
  ...tenantOwned(),
  ...softDeletable(),
  ...audited({ secret: ['token'], omit: ['views'] }),
  ...versioned(),
  number: integer('number').notNull().unique(),
  note: text('note').notNull().default(''),
  token: text('token'),
  views: integer('views').notNull().default(0),
})
const line = shop.table('line', {
  id: typeidColumn('lin').primaryKey().default(newId),
  ...tenantOwned(),
  orderId: typeidColumn('ord', 'order_id').notNull(),
  pieces: integer('pieces').notNull(),
})
const country = shop.table('country', {
  id: typeidColumn('cty').primaryKey().default(newId),
  ...softDeletable(),
  code: text('code').notNull().unique(),
})
const tables = { shop, order, line, country }
const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })

const here = '00000000-0000-7000-8000-000000000001'
const there = '00000000-0000-7000-8000-000000000002'

let store: TestDatabase
let database: Database
let role: string
let folder: string

beforeAll(async () => {
  store = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ashlar-rules-'))
  const diff = await diffModule({ module: 'shop', tables, kit })
  if (diff.status !== 'changed') throw new Error('The diff made nothing.')
  await writeMigration({ module: 'shop', folder, title: 'first', ...diff })
  role = `rules_${process.pid}_${Date.now()}`
  await store.query(`create role ${role}; grant ${role} to current_user`)
  await migrate({
    ownerUrl: store.url,
    appRole: role,
    modules: [{ module: 'shop', version: '1.0.0', migrations: await readMigrations('shop', folder) }],
  })
  // The server lets only its own roles sign in; such a connection works as the other role from its first statement.
  const url = new URL(store.url)
  url.searchParams.set('options', `-c role=${role}`)
  database = createDatabase({ appUrl: url.href })
})

afterAll(async () => {
  await database.close()
  await store.query(`drop owned by ${role} cascade; drop role ${role}`)
  await store.drop()
  await rm(folder, { recursive: true })
})

const run = <Result>(work: () => Promise<Result>, options: DetachedOptions = { tenant: here }) =>
  runDetached(database, work, { actor: { id: 'ada' }, ...options })
const code = (value: string) => expect.objectContaining({ code: value })
const numbers = async () =>
  (await db.select({ number: order.number }).from(order).orderBy(order.number)).map(({ number }) => number)
const history = (operation?: string) =>
  store.query(
    `select operation, before, after, secret, actor, tenant_id from ashlar.change where table_name = 'order' ${operation ? `and operation = '${operation}'` : ''} order by id`,
  )

beforeEach(async () => {
  await run(async () => {
    await purging(() => db.delete(order))
    await db.delete(line)
  })
  await run(() => purging(() => db.delete(order)), { tenant: there })
  await run(() => purging(() => db.delete(country)))
  await store.query('truncate ashlar.change')
})

const add = (number: number) => db.insert(order).values({ number })

describe('rows of a tenant', () => {
  beforeEach(async () => {
    await run(async () => {
      await add(1)
      await add(2)
      const [first] = await db.select().from(order)
      await db.insert(line).values({ orderId: first?.id ?? 'ord_', pieces: 3 })
    })
    await run(() => add(7), { tenant: there })
  })

  test.each([
    ['a select', sql`select number from shop.order order by number`, [{ number: 1 }, { number: 2 }]],
    ['a count', sql`select count(*)::int as n from shop.order`, [{ n: 2 }]],
    ['a join', sql`select count(*)::int as n from shop.order join shop.line on true`, [{ n: 2 }]],
    ['a subquery', sql`select (select max(number) from shop.order) as n`, [{ n: 2 }]],
    [
      'a common table expression',
      sql`with all_orders as (table shop.order) select count(*)::int as n from all_orders`,
      [{ n: 2 }],
    ],
    [
      'an aggregate over a union',
      sql`select count(*)::int as n from (select id from shop.order union all select id from shop.line) as x`,
      [{ n: 3 }],
    ],
  ])('are all that %s sees', async (_what, query, rows) => {
    expect((await run(async () => db.execute(query))).rows).toEqual(rows)
  })

  test('are all that a bulk statement changes', async () => {
    expect((await run(async () => db.execute(sql`update shop.order set note = 'x'`))).rowCount).toBe(2)
    expect((await run(async () => db.delete(order))).rowCount).toBe(2)
    expect(await run(numbers, { tenant: there })).toEqual([7])
  })

  test('cannot be written for another tenant', async () => {
    await expect(run(() => db.insert(order).values({ number: 3, tenantId: there }))).rejects.toMatchObject({
      code: 'ASH464',
      status: 403,
    })
    await expect(run(() => db.update(order).set({ tenantId: there }))).rejects.toEqual(code('ASH464'))
    await expect(
      run(() => db.execute(sql`insert into shop.order (number, tenant_id) values (3, ${there})`)),
    ).rejects.toEqual(code('ASH464'))
  })

  test('are out of reach while no tenant is at work', async () => {
    expect(await run(numbers, {})).toEqual([])
    await expect(run(() => add(3), {})).rejects.toMatchObject({ code: 'ASH465', status: 403 })
    expect((await run(async () => db.update(order).set({ note: 'x' }), {})).rowCount).toBe(0)
  })

  test('are found by work that names the tenant, side by side with the own', async () => {
    await run(async () => {
      const [own, other, again] = await Promise.all([numbers(), withTenant(there, numbers), numbers()])
      expect([own, other, again]).toEqual([[1, 2], [7], [1, 2]])
      await withTenant(there, () => add(8))
      expect(await numbers()).toEqual([1, 2])
    })
    expect(await run(numbers, { tenant: there })).toEqual([7, 8])
  })

  test('stay apart when a savepoint of another tenant is undone', async () => {
    await run(async () => {
      await expect(
        withTenant(there, () =>
          savepoint(async () => {
            await add(9)
            throw new Error('changed my mind')
          }),
        ),
      ).rejects.toThrow('changed my mind')
      expect(await numbers()).toEqual([1, 2])
    })
    expect(await run(numbers, { tenant: there })).toEqual([7])
  })

  test('may have the same unique values as those of others', async () => {
    await run(() => add(1), { tenant: there })

    expect(await run(numbers, { tenant: there })).toEqual([1, 7])
    await expect(run(() => add(1))).rejects.toEqual(code('ASH414'))
  })
})

describe('all tenants', () => {
  beforeEach(async () => {
    await run(() => add(1))
    await run(() => add(7), { tenant: there })
  })

  test('are seen and changed by work that asks for it, and by nothing beside it', async () => {
    await run(async () => {
      const [all, own] = await Promise.all([allTenants('count for the invoice', numbers), numbers()])
      expect([all, own]).toEqual([[1, 7], [1]])
      expect(await allTenants('tidy up', async () => (await db.update(order).set({ note: 'x' })).rowCount)).toBe(2)
      expect(await allTenants('compare', () => withTenant(there, numbers))).toEqual([7])
      await allTenants('move', () => db.insert(order).values({ number: 9, tenantId: there }))
    })
    expect(await run(numbers, { tenant: there })).toEqual([7, 9])
  })

  test('leave marked rows out all the same', async () => {
    await run(async () => db.delete(order), { tenant: there })

    expect(await run(() => allTenants('count', numbers))).toEqual([1])
    expect(await run(() => allTenants('count', () => withDeleted(numbers)))).toEqual([1, 7])
  })

  test('are noted with who looked and why, though the work is undone or may only read', async () => {
    await store.query('truncate ashlar.all_tenants_use')
    await expect(
      run(() =>
        allTenants('curious', async () => {
          throw new Error('no')
        }),
      ),
    ).rejects.toThrow('no')
    expect(await run(() => allTenants('looking', numbers), { readOnly: true })).toEqual([1, 7])

    const uses = await store.query('select reason, actor from ashlar.all_tenants_use order by id')
    expect(uses).toEqual([
      { reason: 'curious', actor: 'ada' },
      { reason: 'looking', actor: 'ada' },
    ])
  })

  test('are closed to statements that take the role by themselves', async () => {
    await expect(run(() => db.execute(sql`set local role postgres`))).rejects.toEqual(code('ASH432'))
  })
})

describe('rows that are kept', () => {
  test('vanish from every query, and are counted and returned as they go', async () => {
    await run(async () => {
      await add(1)
      await add(2)
      const gone = await db.delete(order).where(eq(order.number, 1)).returning({ number: order.number })
      expect(gone).toEqual([{ number: 1 }])
      expect(await numbers()).toEqual([2])
      const raw = await db.execute(sql`delete from only shop.order as o using shop.line l where o.number = 2 and false`)
      expect(raw.rowCount).toBe(0)
      const [counted] = (
        await db.execute(
          sql`with gone as (delete from shop.order where number = 2 returning id) select count(*)::int as n from gone`,
        )
      ).rows
      expect(counted).toEqual({ n: 1 })
      expect(await numbers()).toEqual([])
      expect((await db.update(order).set({ note: 'x' })).rowCount).toBe(0)
      expect(await withDeleted(numbers)).toEqual([1, 2])
    })
  })

  test('are marked where PostgreSQL itself deletes', async () => {
    await run(() => add(1))
    await store.query(`select set_config('ashlar.tenant', '${here}', false)`)
    const client = await store.connect()
    await client.query(`set role ${role}; set ashlar.tenant = '${here}'`)
    await client.query('delete from shop.order')
    expect((await client.query('select from shop.order')).rowCount).toBe(0)
    await client.end()
    expect(await run(() => withDeleted(numbers))).toEqual([1])
  })

  test('come back, and leave for good', async () => {
    await run(async () => {
      await add(1)
      await db.delete(order)
      await withDeleted(async () => db.update(order).set({ deletedAt: null }).where(eq(order.number, 1)))
      expect(await numbers()).toEqual([1])
      await db.delete(order)
      expect(await purging(async () => (await db.delete(order)).rowCount)).toBe(1)
      expect(await withDeleted(numbers)).toEqual([])
    })
  })

  test('do not hold their unique values', async () => {
    await run(async () => {
      await db.insert(country).values({ code: 'NL' })
      await db.delete(country)
      await db.insert(country).values({ code: 'NL' })
      await expect(savepoint(() => db.insert(country).values({ code: 'NL' }).execute())).rejects.toEqual(code('ASH414'))
    })
  })

  test('cannot be unique by a column that may be null', async () => {
    const loose = shop.table('loose', {
      id: typeidColumn('los').primaryKey(),
      ...softDeletable(),
      code: text('code').unique(),
    })

    await expect(diffModule({ module: 'shop', tables: { shop, loose }, kit })).rejects.toEqual(code('ASH469'))
  })
})

describe('the history of changes', () => {
  test('holds who changed what, field by field, of bulk and raw statements too', async () => {
    await run(async () => {
      await db.insert(order).values([{ number: 1 }, { number: 2, token: 's3cret' }])
      await db.execute(sql`update shop.order set note = 'late'`)
    })

    const made = await history('insert')
    expect(made).toHaveLength(2)
    expect(made[1]).toMatchObject({ actor: 'ada', tenant_id: here, secret: ['token'], after: { number: 2, note: '' } })
    expect(await history('update')).toMatchObject([
      { before: { note: '', version: 1 }, after: { note: 'late', version: 2 } },
      { before: { note: '', version: 1 }, after: { note: 'late', version: 2 } },
    ])
    expect(JSON.stringify(await history())).not.toContain('s3cret')
  })

  test('tells deletion, return and purge apart, and leaves out what is to be left out', async () => {
    await run(async () => {
      await add(1)
      await db.update(order).set({ views: 5 })
      await db.update(order).set({ token: 'other' })
      await db.delete(order)
      await withDeleted(async () => db.update(order).set({ deletedAt: null }))
      await purging(async () => db.delete(order))
    })

    expect((await history()).map(({ operation }) => operation)).toEqual([
      'insert',
      'update',
      'delete',
      'restore',
      'purge',
    ])
    expect((await history('update'))[0]).toMatchObject({ secret: ['token'] })
  })

  test('vanishes with the change that is undone', async () => {
    await expect(
      run(async () => {
        await add(1)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')

    expect(await history()).toEqual([])
  })

  test('cannot be written, changed or read for another tenant by the app', async () => {
    await run(() => add(1))
    const client = await store.connect()
    await client.query(`set role ${role}`)
    for (const statement of [
      "insert into ashlar.change (module, table_name, row_id, operation) values ('shop', 'order', 'x', 'insert')",
      'update ashlar.change set actor = null',
      'delete from ashlar.change',
      'truncate ashlar.change',
    ]) {
      const outcome = await client.query(statement).then(
        ({ rowCount }) => rowCount,
        () => 0,
      )
      expect(outcome).toBe(0)
    }
    await client.query(`set ashlar.tenant = '${there}'`)
    expect((await client.query('select from ashlar.change')).rowCount).toBe(0)
    await client.end()
    expect(await history()).toHaveLength(1)
  })

  test('and who made a row cannot be forged', async () => {
    const [made] = await run(async () =>
      db.insert(order).values({ number: 1, createdBy: 'somebody', createdAt: '2001-01-01' }).returning(),
    )
    const [changed] = await run(async () => db.update(order).set({ createdBy: 'else', note: 'x' }).returning(), {
      tenant: here,
      actor: { id: 'bob' },
    })

    expect(made).toMatchObject({ createdBy: 'ada', updatedBy: 'ada' })
    expect(changed).toMatchObject({ createdBy: 'ada', updatedBy: 'bob', createdAt: made?.createdAt })
  })
})

describe('versions', () => {
  test('rise with each change, and refuse a write that rests on an old one with what has changed', async () => {
    const [made] = await run(async () => db.insert(order).values({ number: 1 }).returning())
    expect(made?.version).toBe(1)
    const save = (values: { note?: string; number?: number; version: number }) =>
      run(async () => db.update(order).set(values).returning({ version: order.version }))

    expect(await save({ note: 'first', version: 1 })).toEqual([{ version: 2 }])
    await expect(save({ number: 5, version: 1 })).rejects.toMatchObject({
      code: 'ASH468',
      status: 409,
      details: { table: 'shop.order', expected: 1, actual: 2, changed: ['note'] },
    })
    expect(await save({ number: 5, version: 2 })).toEqual([{ version: 3 }])
  })

  test('of a write that names none are not checked', async () => {
    await run(async () => {
      await add(1)
      await db.update(order).set({ note: 'a' })
      expect(await db.update(order).set({ note: 'b' }).returning({ version: order.version })).toEqual([{ version: 3 }])
    })
  })

  test('let one of two writers through', async () => {
    await run(() => add(1))
    const save = (note: string) => run(async () => db.update(order).set({ note, version: 1 }))

    const outcomes = await Promise.allSettled([save('mine'), save('yours')])

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a migration', () => {
  const plain = shop.table('order', {
    id: typeidColumn('ord').primaryKey().default(newId),
    number: integer('number').notNull(),
  })
  const ruled = shop.table('order', {
    id: typeidColumn('ord').primaryKey().default(newId),
    ...softDeletable(),
    number: integer('number').notNull(),
  })

  test('makes the rules of a table, changes and removes them', async () => {
    const other = await createTestDatabase()
    const place = await mkdtemp(join(tmpdir(), 'ashlar-rules-steps-'))
    const policies = async () =>
      (await other.query(`select policyname as name from pg_policies where schemaname = 'shop' order by 1`)).map(
        ({ name }) => name,
      )
    try {
      let snapshot: Parameters<typeof diffModule>[0]['snapshot']
      const step = async (table: object, title: string) => {
        const diff = await diffModule({ module: 'shop', tables: { shop, table }, snapshot, kit, answers: [] })
        if (diff.status !== 'changed') throw new Error(`The diff is ${diff.status}.`)
        snapshot = diff.snapshot
        await writeMigration({ module: 'shop', folder: place, title, ...diff })
        await migrate({
          ownerUrl: other.url,
          modules: [{ module: 'shop', version: '1', migrations: await readMigrations('shop', place) }],
        })
        return diff
      }
      await step(plain, 'plain')
      expect(await policies()).toEqual([])
      await step(ruled, 'ruled')
      expect(await policies()).toEqual(['ashlar_kept_select', 'ashlar_kept_update', 'ashlar_open'])
      expect(await diffModule({ module: 'shop', tables: { shop, ruled }, snapshot, kit })).toEqual({
        status: 'unchanged',
      })
      const removed = await step(plain, 'plain again')
      expect(removed.losesData).toHaveLength(1)
      expect(await policies()).toEqual([])
      const [security] = await other.query(
        `select relrowsecurity as on from pg_class where oid = 'shop.order'::regclass`,
      )
      expect(security).toEqual({ on: false })
    } finally {
      await other.drop()
      await rm(place, { recursive: true })
    }
  })

  test('needs a key of one column, and columns to hide that are there', () => {
    expect(() => shop.table('keyless', { ...audited(), a: text('a') })).toThrow(code('ASH466'))
    expect(() => shop.table('hides', { id: integer('id').primaryKey(), ...audited({ secret: ['pin'] }) })).toThrow(
      code('ASH467'),
    )
  })
})
