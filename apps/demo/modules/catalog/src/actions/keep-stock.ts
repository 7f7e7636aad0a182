import type { OrderEvent, OrderFacts } from '@demo/orders/contract'
import type { OrderedProduct } from '../domain/stock-store.ts'
import { type AllotNeeds, allot } from './allot.ts'

/**
 * Follows an order with what is set aside for it: reserves for one that is open, takes out of the stock what leaves, and
 * lets go of what was removed. An event that is older than what is known, or comes again, changes nothing.
 */
export async function keepStock(needs: AllotNeeds, { name, order }: OrderEvent): Promise<void> {
  const { stock } = needs
  const { id, number, version } = order
  await stock.lock()
  const known = await stock.findOrder(id)
  if (known !== undefined && known.version >= version) return

  const products = sumByProduct(order.lines)
  const closed = name === 'orders.removed' || order.shippedOn !== null
  // One that had left before it was entered here has left from a stock that was counted since.
  if (name === 'orders.shipped' && !known?.closed) await stock.takeOut(products)
  const claimed = await stock.keepOrder({ id, number, version, closed }, closed ? [] : products)
  await allot(needs, claimed, closed ? [] : [id])
}

function sumByProduct(lines: OrderFacts['lines']): OrderedProduct[] {
  const ordered = new Map<OrderedProduct['productId'], number>()
  for (const { productId, quantity } of lines) ordered.set(productId, (ordered.get(productId) ?? 0) + quantity)
  return [...ordered].map(([productId, quantity]) => ({ productId, ordered: quantity }))
}
