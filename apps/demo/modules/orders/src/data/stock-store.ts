import type { ModuleDatabase } from 'ashlar/data'
import { eq } from 'ashlar/drizzle'
import type { StockStore } from '../domain/stock-store.ts'
import { order, orderStock } from './tables.ts'

/** What is set aside for orders, in its table. */
export function createStockStore(db: ModuleDatabase): StockStore {
  return {
    async find(id) {
      const { productId, ordered, reserved, gone } = orderStock
      const lines = await db
        .select({ productId, ordered, reserved, gone })
        .from(orderStock)
        .where(eq(orderStock.orderId, id))
      return lines.length === 0 ? undefined : lines
    },
    async replace(id, lines) {
      const [found] = await db.select({ id: order.id }).from(order).where(eq(order.id, id)).for('update')
      if (!found) return
      await db.delete(orderStock).where(eq(orderStock.orderId, id))
      if (lines.length > 0) await db.insert(orderStock).values(lines.map((line) => ({ ...line, orderId: id })))
    },
  }
}
