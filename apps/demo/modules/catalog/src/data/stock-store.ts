import type { ModuleDatabase } from 'ashlar/data'
import { and, asc, eq, inArray, notInArray, sql } from 'ashlar/drizzle'
import type { ProductId } from '../contract.ts'
import type { ProductClaim, StockStore } from '../domain/stock-store.ts'
import { product, reservation, stockOrder } from './tables.ts'

const claimColumns = {
  orderId: reservation.orderId,
  productId: reservation.productId,
  ordered: reservation.ordered,
  reserved: reservation.reserved,
}

/** What is set aside for whom, in its tables. */
export function createStockStore(db: ModuleDatabase): StockStore {
  return {
    async lock() {
      await db.execute(sql`select pg_advisory_xact_lock(hashtext('catalog.stock'), hashtext(ashlar.tenant_id()::text))`)
    },
    async findOrder(id) {
      const { version, closed } = stockOrder
      return (await db.select({ version, closed }).from(stockOrder).where(eq(stockOrder.orderId, id)))[0]
    },
    async keepOrder({ id, ...order }, claims) {
      await db
        .insert(stockOrder)
        .values({ orderId: id, ...order })
        .onConflictDoUpdate({ target: stockOrder.orderId, set: order })
      const ids = claims.map(({ productId }) => productId)
      const released = await db
        .delete(reservation)
        .where(and(eq(reservation.orderId, id), notInArray(reservation.productId, ids)))
        .returning({ productId: reservation.productId })
      if (claims.length > 0)
        await db
          .insert(reservation)
          .values(claims.map((claim) => ({ ...claim, orderId: id })))
          .onConflictDoUpdate({
            target: [reservation.orderId, reservation.productId],
            set: {
              ordered: sql`excluded.ordered`,
              reserved: sql`least(${reservation.reserved}, excluded.ordered)`,
            },
          })
      return [...released.map(({ productId }) => productId), ...ids]
    },
    async setOnHand(id, unitsInStock) {
      await db.update(product).set({ unitsInStock }).where(eq(product.id, id))
    },
    async takeOut(products) {
      for (const { productId, ordered } of products)
        await db
          .update(product)
          .set({ unitsInStock: sql`greatest(0, ${product.unitsInStock} - ${ordered}::int)` })
          .where(eq(product.id, productId))
    },
    async listClaims(ids) {
      const found = new Map<ProductId, { onHand: number; claims: ProductClaim[] }>()
      if (ids.length === 0) return found
      const stocks = await db
        .select({ id: product.id, onHand: product.unitsInStock })
        .from(product)
        .where(inArray(product.id, [...ids]))
      for (const { id, onHand } of stocks) found.set(id, { onHand, claims: [] })
      const claims = await db
        .select(claimColumns)
        .from(reservation)
        .innerJoin(stockOrder, eq(stockOrder.orderId, reservation.orderId))
        .where(inArray(reservation.productId, [...ids]))
        .orderBy(asc(stockOrder.number), asc(stockOrder.orderId))
      for (const claim of claims) found.get(claim.productId)?.claims.push(claim)
      return found
    },
    async setReserved({ orderId, productId }, reserved) {
      await db
        .update(reservation)
        .set({ reserved })
        .where(and(eq(reservation.orderId, orderId), eq(reservation.productId, productId)))
    },
    listOfOrder: (id) => {
      const { orderId: _orderId, ...columns } = claimColumns
      return db
        .select({ ...columns, gone: sql<boolean>`${product.id} is null` })
        .from(reservation)
        .leftJoin(product, eq(product.id, reservation.productId))
        .where(eq(reservation.orderId, id))
        .orderBy(reservation.productId)
    },
    async sumOfProduct(id) {
      const [row] = await db
        .select({
          reserved: sql<number>`coalesce(sum(${reservation.reserved}), 0)::int`,
          missing: sql<number>`coalesce(sum(${reservation.ordered} - ${reservation.reserved}), 0)::int`,
        })
        .from(reservation)
        .where(eq(reservation.productId, id))
      return row ?? { reserved: 0, missing: 0 }
    },
  }
}
