/** Rows of tenants: each sees and changes its own on every path to them, and all of them only where it asks for all. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { afterCommit, allTenants, bookkeeping, savepoint, withDeleted, withTenant } from '../index.ts'
import { add, code, db, here, line, numbers, openShop, order, type Shop, there } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.empty())

describe('rows of a tenant', () => {
  beforeEach(async () => {
    await shop.run(async () => {
      await add(1)
      await add(2)
      const [first] = await db.select().from(order)
      await db.insert(line).values({ orderId: first?.id ?? 'ord_', pieces: 3 })
    })
    await shop.run(() => add(7), { tenant: there })
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
    expect((await shop.run(async () => db.execute(query))).rows).toEqual(rows)
  })

  test('are all that a bulk statement changes', async () => {
    expect((await shop.run(async () => db.execute(sql`update shop.order set note = 'x'`))).rowCount).toBe(2)
    expect((await shop.run(async () => db.delete(order))).rowCount).toBe(2)
    expect(await shop.run(numbers, { tenant: there })).toEqual([7])
  })

  test('are those of work with a transaction of its own, wherever it is begun', async () => {
    const forThere = () => shop.run(numbers, { tenant: there })

    expect(await withTenant(here, forThere)).toEqual([7])
    expect(await withTenant(here, () => withDeleted(() => shop.run(numbers, {})))).toEqual([])
    expect(await shop.run(() => withTenant(here, forThere))).toEqual([7])
    expect(await shop.run(() => withTenant(there, () => bookkeeping(numbers)))).toEqual([7])
  })

  test('are hidden from a role that has inherited the sight of all, too, until it asks for all', async () => {
    const [every] = await shop.store.query(`select role from ashlar.module_role where module = '*'`)
    const [server] = await shop.store.query(`select current_setting('server_version_num')::int as version`)
    const inherits = Number(server?.version) < 160_000 ? '' : 'with inherit true'
    await shop.store.query(`alter role ${shop.role} inherit; grant "${every?.role}" to ${shop.role} ${inherits}`)

    expect(await shop.run(numbers, { tenant: there })).toEqual([7])
    expect(await shop.run(() => allTenants('compare', numbers), { tenant: there })).toEqual([1, 2, 7])
    expect(await shop.run(numbers, {})).toEqual([])
  })

  test('cannot be written for another tenant', async () => {
    await expect(shop.run(() => db.insert(order).values({ number: 3, tenantId: there }))).rejects.toMatchObject({
      code: 'ASH464',
      status: 403,
    })
    await expect(shop.run(() => db.update(order).set({ tenantId: there }))).rejects.toEqual(code('ASH464'))
    await expect(
      shop.run(() => db.execute(sql`insert into shop.order (number, tenant_id) values (3, ${there})`)),
    ).rejects.toEqual(code('ASH464'))
  })

  test('are out of reach while no tenant is at work', async () => {
    expect(await shop.run(numbers, {})).toEqual([])
    await expect(shop.run(() => add(3), {})).rejects.toMatchObject({ code: 'ASH465', status: 403 })
    expect((await shop.run(async () => db.update(order).set({ note: 'x' }), {})).rowCount).toBe(0)
  })

  test('are found by work that names the tenant, side by side with the own', async () => {
    await shop.run(async () => {
      const [own, other, again] = await Promise.all([numbers(), withTenant(there, numbers), numbers()])
      expect([own, other, again]).toEqual([[1, 2], [7], [1, 2]])
      await withTenant(there, () => add(8))
      expect(await numbers()).toEqual([1, 2])
    })
    expect(await shop.run(numbers, { tenant: there })).toEqual([7, 8])
  })

  test('are those of a follow-up that was asked for in the work of a tenant', async () => {
    const followed = Promise.withResolvers<number[]>()
    await shop.run(async () => {
      await withTenant(there, async () => afterCommit(() => numbers().then(followed.resolve, followed.reject)))
      await add(3)
    })

    expect(await followed.promise).toEqual([7])
  })

  test('stay apart when a savepoint of another tenant is undone', async () => {
    await shop.run(async () => {
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
    expect(await shop.run(numbers, { tenant: there })).toEqual([7])
  })

  test('may have the same unique values as those of others', async () => {
    await shop.run(() => add(1), { tenant: there })

    expect(await shop.run(numbers, { tenant: there })).toEqual([1, 7])
    await expect(shop.run(() => add(1))).rejects.toEqual(code('ASH414'))
  })
})

describe('all tenants', () => {
  beforeEach(async () => {
    await shop.run(() => add(1))
    await shop.run(() => add(7), { tenant: there })
  })

  test('are seen and changed by work that asks for it, and by nothing beside it', async () => {
    await shop.run(async () => {
      const [all, own] = await Promise.all([allTenants('count for the invoice', numbers), numbers()])
      expect([all, own]).toEqual([[1, 7], [1]])
      expect(await allTenants('tidy up', async () => (await db.update(order).set({ note: 'x' })).rowCount)).toBe(2)
      expect(await allTenants('compare', () => withTenant(there, numbers))).toEqual([7])
      await allTenants('move', () => db.insert(order).values({ number: 9, tenantId: there }))
    })
    expect(await shop.run(numbers, { tenant: there })).toEqual([7, 9])
  })

  test('are seen by nothing once the role is gone, which a savepoint survives', async () => {
    const [every] = await shop.store.query(`select role from ashlar.module_role where module = '*'`)
    await shop.run(async () => {
      const look = savepoint(() =>
        allTenants('too late', async () => {
          await shop.store.query(`alter role "${every?.role}" rename to "${every?.role}_gone"`)
          // PostgreSQL learns of it with the next table that it opens.
          await withTenant(there, async () => db.select().from(line))
          return numbers()
        }),
      )
      await expect(look).rejects.toMatchObject({ cause: { message: expect.stringContaining('does not exist') } })
      await shop.store.query(`alter role "${every?.role}_gone" rename to "${every?.role}"`)
      await add(2)
    })
    expect(await shop.run(numbers)).toEqual([1, 2])
  })

  test('leave marked rows out all the same', async () => {
    await shop.run(async () => db.delete(order), { tenant: there })

    expect(await shop.run(() => allTenants('count', numbers))).toEqual([1])
    expect(await shop.run(() => allTenants('count', () => withDeleted(numbers)))).toEqual([1, 7])
  })

  test('are noted with who looked and why, though the work is undone or may only read', async () => {
    await shop.store.query('truncate ashlar.all_tenants_use')
    await expect(
      shop.run(() =>
        allTenants('curious', async () => {
          throw new Error('no')
        }),
      ),
    ).rejects.toThrow('no')
    expect(await shop.run(() => allTenants('looking', numbers), { readOnly: true })).toEqual([1, 7])

    const uses = await shop.store.query('select reason, actor from ashlar.all_tenants_use order by id')
    expect(uses).toEqual([
      { reason: 'curious', actor: 'ada' },
      { reason: 'looking', actor: 'ada' },
    ])
  })

  test('are closed to statements that take the role by themselves', async () => {
    await expect(shop.run(() => db.execute(sql`set local role postgres`))).rejects.toEqual(code('ASH432'))
  })
})
