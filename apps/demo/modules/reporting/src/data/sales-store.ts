import type { ModuleDatabase } from 'ashlar/data'
import { and, asc, desc, eq, gt, gte, isNull, lte, or, type SQL, sql } from 'ashlar/drizzle'
import type { Dimension, RankedSales } from '../contract.ts'
import type { SalesStore } from '../domain/sales-store.ts'
import { sale, saleLine } from './tables.ts'

const orders = sql<number>`count(distinct ${sale.orderId})::int`
/** More than an integer holds in the end, and still exact. */
const amountOf = (column: SQL | typeof sale.amount | typeof saleLine.amount) =>
  sql<number>`coalesce(sum(${column}), 0)::float8`
const month = sql<string>`to_char(${sale.orderedOn}, 'YYYY-MM')`
const counts = eq(sale.removed, false)
const soldSince = (day: string) => and(counts, gte(sale.orderedOn, day))

/** What was sold, in its tables. */
export function createSalesStore(db: ModuleDatabase): SalesStore {
  async function sum(condition: SQL | undefined) {
    const [row] = await db
      .select({ orders, amount: amountOf(sale.amount) })
      .from(sale)
      .where(condition)
    return row ?? { orders: 0, amount: 0 }
  }

  return {
    async keep({ name, order }) {
      const { id: orderId, number, version, customerId, customerName, orderedOn, shippedOn } = order
      const facts = {
        ...{ number, version, customerId, customerName, orderedOn, shippedOn },
        country: order.shipCountry,
        amount: order.subtotal,
        removed: name === 'orders.removed',
      }
      const kept = await db
        .insert(sale)
        .values({ orderId, ...facts })
        .onConflictDoUpdate({ target: sale.orderId, set: facts, setWhere: lte(sale.version, version) })
        .returning({ orderId: sale.orderId })
      if (kept.length === 0) return
      await db.delete(saleLine).where(eq(saleLine.orderId, orderId))
      if (order.lines.length === 0) return
      await db.insert(saleLine).values(
        order.lines.map(({ productId, productName, quantity, total }, index) => ({
          ...{ orderId, productId, productName, quantity },
          position: index + 1,
          amount: total,
        })),
      )
    },
    sumSince: (day) => sum(soldSince(day)),
    sumOpen: () => sum(and(counts, isNull(sale.shippedOn))),
    listMonths: (since) =>
      db
        .select({ month, orders, amount: amountOf(sale.amount) })
        .from(sale)
        .where(soldSince(since))
        .groupBy(month)
        .orderBy(month),
    async readDay(day) {
      const ofDay = and(counts, eq(sale.orderedOn, day))
      const [best] = await db
        .select({ name: newest(saleLine.productName) })
        .from(saleLine)
        .innerJoin(sale, eq(sale.orderId, saleLine.orderId))
        .where(ofDay)
        .groupBy(saleLine.productId)
        .orderBy(desc(amountOf(saleLine.amount)), asc(saleLine.productId))
        .limit(1)
      return {
        taken: await sum(ofDay),
        open: await sum(and(counts, lte(sale.orderedOn, day), or(isNull(sale.shippedOn), gt(sale.shippedOn, day)))),
        shipped: await db.$count(sale, and(counts, eq(sale.shippedOn, day))),
        bestProduct: best?.name ?? '',
      }
    },
    rank: (by, since, limit) => rankings[by](db, since, limit),
  }
}

type Rank = (db: ModuleDatabase, since: string, limit: number) => Promise<RankedSales[]>

/** People know a product or a customer by its newest name. */
const newest = (name: typeof sale.customerName | typeof saleLine.productName) =>
  sql<string>`(array_agg(${name} order by ${sale.orderedOn} desc, ${sale.number} desc))[1]`

const rankings: Readonly<Record<Dimension, Rank>> = {
  product: (db, since, limit) => {
    const amount = amountOf(saleLine.amount)
    return db
      .select({ key: sql<string>`${saleLine.productId}::text`, label: newest(saleLine.productName), orders, amount })
      .from(saleLine)
      .innerJoin(sale, eq(sale.orderId, saleLine.orderId))
      .where(soldSince(since))
      .groupBy(saleLine.productId)
      .orderBy(desc(amount), asc(saleLine.productId))
      .limit(limit)
  },
  customer: (db, since, limit) => {
    const amount = amountOf(sale.amount)
    return db
      .select({ key: sql<string>`${sale.customerId}::text`, label: newest(sale.customerName), orders, amount })
      .from(sale)
      .where(soldSince(since))
      .groupBy(sale.customerId)
      .orderBy(desc(amount), asc(sale.customerId))
      .limit(limit)
  },
  country: (db, since, limit) => {
    const amount = amountOf(sale.amount)
    return db
      .select({ key: sale.country, label: sale.country, orders, amount })
      .from(sale)
      .where(soldSince(since))
      .groupBy(sale.country)
      .orderBy(desc(amount), asc(sale.country))
      .limit(limit)
  },
}
