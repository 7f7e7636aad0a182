import type { Publish } from 'ashlar'
import {
  type Order,
  type OrderFacts,
  type OrderId,
  orderChanged,
  orderPlaced,
  orderRemoved,
  orderShipped,
} from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'

const events = { placed: orderPlaced, changed: orderChanged, shipped: orderShipped, removed: orderRemoved } as const

export interface PublishOrderNeeds {
  readonly orders: Pick<OrderStore, 'find'>
  readonly publish: Publish<(typeof events)[keyof typeof events]>
}

/** Tells what happened to an order, with the order as it is now. @throws ASH483 when another module refuses. */
export async function publishOrder(
  { orders, publish }: PublishOrderNeeds,
  what: 'placed' | 'changed' | 'shipped',
  id: OrderId,
): Promise<void> {
  const order = await orders.find(id)
  if (order) await publish(events[what], factsOf(order), { key: id })
}

/** Tells that an order has been removed, with the order as it was. */
export async function publishRemoved({ publish }: PublishOrderNeeds, order: Order): Promise<void> {
  await publish(orderRemoved, { ...factsOf(order), version: order.version + 1 }, { key: order.id })
}

function factsOf({ lines, ...order }: Order): OrderFacts {
  const { id, number, version, customerId, customerName, shipCountry, orderedOn, shippedOn } = order
  const { subtotal, freight, total } = order
  return {
    ...{ id, number, version, customerId, customerName, shipCountry, orderedOn, shippedOn },
    ...{ subtotal, freight, total },
    lines: lines.map(({ productId, productNumber, productName, quantity, total }) => ({
      productId,
      productNumber,
      productName,
      quantity,
      total,
    })),
  }
}
