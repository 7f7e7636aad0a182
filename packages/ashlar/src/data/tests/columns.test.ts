/** Columns whose values PostgreSQL sets or watches over: times, amounts and versions. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { savepoint } from '../index.ts'
import { add, code, db, openShop, order, parcel, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.empty())

describe('times and amounts', () => {
  test('are kept by PostgreSQL, of raw statements too', async () => {
    const [made] = await shop.run(async () => db.insert(parcel).values({ number: 1, part: 1, worth: 5 }).returning())
    expect(made?.updatedAt).toEqual(made?.createdAt)

    await shop.run(async () => db.execute(sql`update shop.parcel set part = 2`))

    const [changed] = await shop.run(async () => db.select({ createdAt: parcel.createdAt }).from(parcel))
    expect(changed).toEqual({ createdAt: made?.createdAt })
    // PostgreSQL compares microseconds, of which a date keeps the thousands.
    expect(await shop.store.query('select updated_at > created_at as later from shop.parcel')).toEqual([
      { later: true },
    ])
  })

  test('are exact, or refused', async () => {
    const largest = Number.MAX_SAFE_INTEGER
    await shop.run(async () => {
      await db.insert(parcel).values([
        { number: 2, part: 1, worth: -largest },
        { number: 2, part: 2, worth: largest },
      ])
      const rows = await db.select({ worth: parcel.worth }).from(parcel).orderBy(parcel.part)
      expect(rows).toEqual([{ worth: -largest }, { worth: largest }])
      await expect(
        savepoint(() => db.insert(parcel).values({ number: 3, part: 1, worth: 0.5 }).execute()),
      ).rejects.toEqual(code('ASH569'))
    })
    await shop.store.query('update shop.parcel set worth = worth * 2')
    await expect(shop.run(async () => db.select().from(parcel))).rejects.toEqual(code('ASH569'))
  })
})

describe('versions', () => {
  test('rise with each change, and refuse a write that rests on an old one with what has changed', async () => {
    const [made] = await shop.run(async () => db.insert(order).values({ number: 1 }).returning())
    expect(made?.version).toBe(1)
    const save = (values: { note?: string; number?: number; version: number }) =>
      shop.run(async () => db.update(order).set(values).returning({ version: order.version }))

    expect(await save({ note: 'first', version: 1 })).toEqual([{ version: 2 }])
    await expect(save({ number: 5, version: 1 })).rejects.toMatchObject({
      code: 'ASH468',
      status: 409,
      details: { table: 'shop.order', expected: 1, actual: 2, changed: ['note'] },
    })
    expect(await save({ number: 5, version: 2 })).toEqual([{ version: 3 }])
  })

  test('of a write that names none are not checked', async () => {
    await shop.run(async () => {
      await add(1)
      await db.update(order).set({ note: 'a' })
      expect(await db.update(order).set({ note: 'b' }).returning({ version: order.version })).toEqual([{ version: 3 }])
    })
  })

  test('let one of two writers through', async () => {
    await shop.run(() => add(1))
    const save = (note: string) => shop.run(async () => db.update(order).set({ note, version: 1 }))

    const outcomes = await Promise.allSettled([save('mine'), save('yours')])

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'ASH468' } })
  })
})
