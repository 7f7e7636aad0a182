import { type ModuleDatabase, withDeleted } from 'ashlar/data'
import { and, eq, ne, sql } from 'ashlar/drizzle'
import type { CreditStore } from '../domain/credit-store.ts'
import { customer, openOrder } from './tables.ts'

/** What customers owe, in its table. */
export function createCreditStore(db: ModuleDatabase): CreditStore {
  return {
    async lockLimit(id) {
      const [row] = await withDeleted(() =>
        db.select({ limit: customer.creditLimit }).from(customer).where(eq(customer.id, id)).for('update'),
      )
      return row
    },
    findOpen: async (id) => (await db.select().from(openOrder).where(eq(openOrder.orderId, id)))[0],
    async sumOpen(id, except) {
      const [row] = await db
        .select({ amount: sql<number>`coalesce(sum(${openOrder.amount}), 0)::float8` })
        .from(openOrder)
        .where(and(eq(openOrder.customerId, id), except && ne(openOrder.orderId, except)))
      return row?.amount ?? 0
    },
    async keepOpen({ orderId, customerId, amount }) {
      const set = { customerId, amount }
      await db
        .insert(openOrder)
        .values({ orderId, ...set })
        .onConflictDoUpdate({ target: openOrder.orderId, set })
    },
    async removeOpen(id) {
      await db.delete(openOrder).where(eq(openOrder.orderId, id))
    },
  }
}
