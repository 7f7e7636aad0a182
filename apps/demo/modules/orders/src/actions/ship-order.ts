import { notFound } from 'ashlar/http'
import type { OrderId } from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'
import { alreadyShipped, shippedBeforeOrdered } from '../errors.ts'
import { type PublishOrderNeeds, publishOrder } from './publish-order.ts'

export interface ShipOrderNeeds extends PublishOrderNeeds {
  readonly orders: OrderStore
}

/**
 * Marks an order as shipped, and tells so.
 *
 * @throws ASH225 when that would be before it was ordered.
 * @throws ASH237 when there is no order with this id.
 * @throws ORDERS_ALREADY_SHIPPED when it has left before; of two at once, one is told so.
 */
export async function shipOrder(needs: ShipOrderNeeds, id: OrderId, shippedOn: string): Promise<void> {
  const order = await needs.orders.lock(id)
  if (!order) throw notFound('order')
  if (order.shippedOn !== null) throw alreadyShipped(order.number, order.shippedOn)
  if (shippedOn < order.orderedOn) throw shippedBeforeOrdered()
  await needs.orders.markShipped(id, shippedOn)
  await publishOrder(needs, 'shipped', id)
}
