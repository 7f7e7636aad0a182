import type { OrderFacts } from '@demo/orders/contract'
import type { Publish } from 'ashlar'
import { type ProductId, stockReserved } from '../contract.ts'
import { allotStock } from '../domain/stock.ts'
import type { StockStore } from '../domain/stock-store.ts'

type OrderId = OrderFacts['id']

export interface AllotNeeds {
  readonly stock: StockStore
  readonly publish: Publish<typeof stockReserved>
}

/**
 * Sets aside what is there of some products for the orders that claim it, and tells each order of which that changes
 * something. The stock must be locked.
 *
 * @param open orders that are told in any case.
 */
export async function allot(
  { stock, publish }: AllotNeeds,
  products: readonly ProductId[],
  open: readonly OrderId[] = [],
): Promise<void> {
  const told = new Set(open)
  for (const { onHand, claims } of (await stock.listClaims(products)).values()) {
    for (const [index, reserved] of allotStock(onHand, claims).entries()) {
      const claim = claims[index]
      if (claim === undefined || claim.reserved === reserved) continue
      await stock.setReserved(claim, reserved)
      told.add(claim.orderId)
    }
  }
  for (const orderId of told) {
    await publish(stockReserved, { orderId, lines: await stock.listOfOrder(orderId) }, { key: orderId })
  }
}
