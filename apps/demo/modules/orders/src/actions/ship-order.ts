import { notFound } from 'ashlar/http'
import type { OrderId } from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'
import { alreadyShipped } from '../errors.ts'

/**
 * Marks an order as shipped.
 *
 * @throws ASH237 when there is no order with this id.
 * @throws ORDERS_ALREADY_SHIPPED when it has left before; of two at once, one is told so.
 */
export async function shipOrder(orders: OrderStore, id: OrderId, shippedOn: string): Promise<void> {
  if (await orders.markShipped(id, shippedOn)) return
  const order = await orders.find(id)
  if (!order) throw notFound('order')
  throw alreadyShipped(order.number, order.shippedOn ?? shippedOn)
}
