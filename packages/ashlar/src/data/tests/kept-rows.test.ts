/** Rows that are marked instead of removed. */
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allTenants, purging, savepoint, withDeleted } from '../index.ts'
import { add, code, country, db, here, numbers, openShop, order, type Shop, there } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.empty())

describe('rows that are kept', () => {
  test('vanish from every query, and are counted and returned as they go', async () => {
    await shop.run(async () => {
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

  test('are marked by PostgreSQL, also on a connection that the framework did not open', async () => {
    await shop.run(() => add(1))
    const client = await shop.store.connect()
    try {
      await client.query(`set role ${shop.role}; set ashlar.tenant = '${here}'`)
      await client.query('delete from shop.order')
      expect((await client.query('select from shop.order')).rowCount).toBe(0)
    } finally {
      await client.end()
    }
    expect(await shop.run(() => withDeleted(numbers))).toEqual([1])
  })

  test('are marked in the name of their own tenant, where work sees those of all', async () => {
    await shop.run(async () => {
      await add(1)
      await db.insert(country).values({ code: 'NL' })
    })
    await shop.run(() => add(2), { tenant: there })
    await shop.run(() =>
      allTenants('tidy up', async () => {
        await db.execute(sql`merge into shop.order using (values (1)) as x on true when matched then delete`)
        await db.execute(sql`merge into shop.country using (values (1)) as x on true when matched then delete`)
        await expect(savepoint(() => add(3))).rejects.toEqual(code('ASH417'))
        expect(await numbers()).toEqual([])
        expect(await withDeleted(numbers)).toEqual([1, 2])
      }),
    )
    expect((await shop.findChanges('delete')).map(({ tenant_id }) => tenant_id)).toEqual([here, there])
    expect((await shop.run(async () => db.select().from(country))).length).toBe(0)
  })

  test('are not passed over in silence where they cannot be marked', async () => {
    await shop.run(() => add(1))
    await shop.store.query(`
      create function shop.hold_still() returns trigger language plpgsql as 'begin return null; end';
      create trigger hold_still before update on shop."order" for each row execute function shop.hold_still()`)
    const gone = shop.run(() =>
      db.execute(sql`merge into shop.order using (values (1)) as x on true when matched then delete`),
    )
    await expect(gone).rejects.toThrow('could not be marked as deleted')
    await shop.store.query('drop function shop.hold_still cascade')
    expect(await shop.run(numbers)).toEqual([1])
  })

  test('are not marked by hand unless marked ones are seen, and nobody is told of tenants then', async () => {
    const deletedAt = '2020-01-01T00:00:00Z'
    const mark = () => db.update(country).set({ deletedAt }).where(eq(country.code, 'NL'))
    const insert = () => db.insert(country).values({ code: 'BE', deletedAt }).returning()
    await shop.run(async () => {
      await db.insert(country).values({ code: 'NL' })
      await expect(savepoint(mark)).rejects.toEqual(code('ASH574'))
      await expect(savepoint(insert)).rejects.toEqual(code('ASH574'))
      expect((await withDeleted(mark)).rowCount).toBe(1)
      expect(await withDeleted(insert)).toHaveLength(1)
      expect(await db.$count(country)).toBe(0)
    })
  })

  test('come back, and leave for good', async () => {
    await shop.run(async () => {
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
    await shop.run(async () => {
      await db.insert(country).values({ code: 'NL' })
      await db.delete(country)
      await db.insert(country).values({ code: 'NL' })
      await expect(savepoint(() => db.insert(country).values({ code: 'NL' }).execute())).rejects.toEqual(code('ASH414'))
    })
  })
})
