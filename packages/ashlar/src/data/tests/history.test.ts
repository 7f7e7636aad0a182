/** The history of changes: what is noted of each, who may read it, and how it is told. */
import { eq, sql } from 'drizzle-orm'
import type { DatabaseError } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { historyOf, purging, tellHistory, withDeleted, withTenant } from '../index.ts'
import { add, code, country, db, here, openShop, order, type Shop, there } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.empty())

describe('the history of changes', () => {
  test('holds who changed what, field by field, of bulk and raw statements too', async () => {
    await shop.run(async () => {
      await db.insert(order).values([{ number: 1 }, { number: 2, token: 's3cret' }])
      await db.execute(sql`update shop.order set note = 'late'`)
    })

    const made = await shop.findChanges('insert')
    expect(made).toHaveLength(2)
    expect(made[1]).toMatchObject({ actor: 'ada', tenant_id: here, secret: ['token'], after: { number: 2, note: '' } })
    expect(await shop.findChanges('update')).toMatchObject([
      { before: { note: '', version: 1 }, after: { note: 'late', version: 2 } },
      { before: { note: '', version: 1 }, after: { note: 'late', version: 2 } },
    ])
    expect(JSON.stringify(await shop.findChanges())).not.toContain('s3cret')
  })

  test('tells deletion, return and purge apart, and leaves out what is to be left out', async () => {
    await shop.run(async () => {
      await add(1)
      await db.update(order).set({ views: 5 })
      await db.update(order).set({ token: 'other' })
      await db.delete(order)
      await withDeleted(async () => db.update(order).set({ deletedAt: null }))
      await purging(async () => db.delete(order))
    })

    expect((await shop.findChanges()).map(({ operation }) => operation)).toEqual([
      'insert',
      'update',
      'delete',
      'restore',
      'purge',
    ])
    expect((await shop.findChanges('update'))[0]).toMatchObject({ secret: ['token'] })
  })

  test.each([
    ['the tenant whose row it is', `'${here}'`, there, here],
    ['the tenant whose row it is, of work for none', `'${here}'`, '', here],
    ['the tenant at work where the row names none', 'null', there, there],
    ['the tenant at work where the row names it by no id', `'north'`, there, there],
    ['nobody where neither the row nor the work names a tenant by its id', `'north'`, '', null],
  ])('belongs to %s', async (_whose, ofRow, atWork, expected) => {
    const client = await shop.store.connect()
    try {
      await client.query(`
        begin;
        create table shop.crate (id uuid primary key, tenant_id text);
        create trigger ashlar_record_change after insert on shop.crate
          for each row execute function ashlar.record_change('id', '', '');
        set local ashlar.tenant = '${atWork}';
        insert into shop.crate values ('${here}', ${ofRow})`)
      const { rows } = await client.query("select tenant_id from ashlar.change where table_name = 'crate'")
      expect(rows).toEqual([{ tenant_id: expected }])
    } finally {
      await client.end()
    }
  })

  test('vanishes with the change that is undone', async () => {
    await expect(
      shop.run(async () => {
        await add(1)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')

    expect(await shop.findChanges()).toEqual([])
  })

  test('cannot be written or changed by the app, nor read by another tenant', async () => {
    await shop.run(() => add(1))
    const client = await shop.store.connect()
    try {
      await client.query(`set role ${shop.role}; set ashlar.tenant = '${here}'`)
      expect((await client.query('select from ashlar.change')).rowCount).toBe(1)
      for (const [statement, expected] of [
        [
          "insert into ashlar.change (module, table_name, row_id, operation) values ('shop', 'order', 'x', 'insert')",
          '42501',
        ],
        ['update ashlar.change set actor = null', 0],
        ['delete from ashlar.change', 0],
        ['truncate ashlar.change', '42501'],
      ] as const) {
        const outcome = await client.query(statement).then(
          ({ rowCount }) => rowCount,
          (error: DatabaseError) => error.code,
        )
        expect([statement, outcome]).toEqual([statement, expected])
      }
      await client.query(`set ashlar.tenant = '${there}'`)
      expect((await client.query('select from ashlar.change')).rowCount).toBe(0)
    } finally {
      await client.end()
    }
    expect(await shop.findChanges()).toHaveLength(1)
  })

  test('and who made a row, and when, cannot be forged', async () => {
    const [made] = await shop.run(async () =>
      db.insert(order).values({ number: 1, createdBy: 'somebody', createdAt: '2001-01-01' }).returning(),
    )
    const [changed] = await shop.run(async () => db.update(order).set({ createdBy: 'else', note: 'x' }).returning(), {
      tenant: here,
      actor: { id: 'bob' },
    })

    expect(made).toMatchObject({ createdBy: 'ada', updatedBy: 'ada' })
    expect(made?.createdAt).not.toContain('2001')
    expect(changed).toMatchObject({ createdBy: 'ada', updatedBy: 'bob', createdAt: made?.createdAt })
  })
})

describe('the history of a row', () => {
  test('is told to its tenant field by field, with who it was and through whom', async () => {
    const [made] = await shop.run(async () => db.insert(order).values({ number: 1, token: 's3cret' }).returning())
    const id = made?.id ?? 'ord_'
    await shop.run(async () => db.update(order).set({ note: 'late' }).where(eq(order.id, id)), {
      tenant: here,
      actor: { id: 'bob' },
    })
    await shop.run(async () => db.delete(order).where(eq(order.id, id)))
    await shop.run(() => add(2))

    const changes = await shop.run(() => historyOf(order, id))

    expect(changes).toMatchObject([
      { kind: 'delete', actor: 'ada', fields: [] },
      {
        kind: 'update',
        actor: 'bob',
        impersonator: null,
        fields: [{ field: 'note', before: '', after: 'late', secret: false }],
      },
      {
        kind: 'insert',
        actor: 'ada',
        fields: [
          { field: 'number', before: null, after: 1, secret: false },
          { field: 'note', before: null, after: '', secret: false },
          { field: 'token', before: null, after: null, secret: true },
        ],
      },
    ])
    expect(changes[0]?.at).toBeInstanceOf(Date)
    const told = await tellHistory(changes, async (ids) => new Map(ids.includes('ada') ? [['ada', 'Ada']] : []))
    expect(told.map(({ kind, who }) => [kind, who])).toEqual([
      ['delete', 'Ada'],
      ['update', 'bob'],
      ['insert', 'Ada'],
    ])
    expect(await shop.run(() => historyOf(order, id, { limit: 1 }))).toHaveLength(1)
    expect(await shop.run(() => historyOf(order, id), { tenant: there })).toEqual([])
    expect(await shop.run(() => historyOf(order, id), {})).toEqual([])
    expect(await shop.run(() => withTenant(here, () => historyOf(order, id)), { tenant: there })).toHaveLength(3)
  })

  test('is told in the order in which it happened, however many digits the numbers of changes have', async () => {
    await shop.store.query('alter table ashlar.change alter column id restart with 998')
    const [made] = await shop.run(async () => db.insert(order).values({ number: 1 }).returning())
    const id = made?.id ?? 'ord_'
    for (const note of ['first', 'second', 'third']) {
      await shop.run(async () => db.update(order).set({ note }).where(eq(order.id, id)))
    }

    const changes = await shop.run(() => historyOf(order, id))

    expect(changes.map((change) => change.id)).toEqual(['1001', '1000', '999', '998'])
    expect(await shop.run(() => historyOf(order, id, { limit: 1 }))).toMatchObject([{ id: '1001' }])
  })

  test('is there for tables that have one', async () => {
    await expect(shop.run(() => historyOf(country, 'cty_x'))).rejects.toEqual(code('ASH568'))
  })
})
