import { notFound } from 'ashlar/http'
import type { OrderId } from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'
import { type PublishOrderNeeds, publishRemoved } from './publish-order.ts'

export interface RemoveOrderNeeds extends PublishOrderNeeds {
  readonly orders: OrderStore
}

/** Removes an order and tells so. @throws ASH237 when there is no order with this id. */
export async function removeOrder(needs: RemoveOrderNeeds, id: OrderId): Promise<void> {
  const order = await needs.orders.lock(id)
  if (!order) throw notFound('order')
  await needs.orders.remove(id)
  await publishRemoved(needs, order)
}
