import type { OrderFacts } from '@demo/orders/contract'
import type { ClaimedStock, ProductId } from '../contract.ts'
import type { Claim } from './stock.ts'

type OrderId = OrderFacts['id']

export interface KnownOrder {
  readonly version: number
  readonly closed: boolean
}

export interface OrderedProduct {
  readonly productId: ProductId
  readonly ordered: number
}

export interface ProductClaim extends Claim {
  readonly orderId: OrderId
  readonly productId: ProductId
}

/** What of the stock is set aside for whom. */
export interface StockStore {
  /** Waits until nobody else moves stock of this tenant, and keeps others waiting until the transaction ends. */
  lock(): Promise<void>
  findOrder(id: OrderId): Promise<KnownOrder | undefined>
  /**
   * Keeps what an order claims now, in the place of what it claimed before; what was set aside stays with what it still
   * claims. @returns the products that it has claimed, before or now.
   */
  keepOrder(
    order: KnownOrder & { readonly id: OrderId; readonly number: number },
    products: readonly OrderedProduct[],
  ): Promise<ProductId[]>
  setOnHand(id: ProductId, units: number): Promise<void>
  /** Takes goods that have left out of the stock, which does not fall below 0. */
  takeOut(products: readonly OrderedProduct[]): Promise<void>
  /** What is there of some products, and who claims it, the oldest order first. */
  listClaims(ids: readonly ProductId[]): Promise<ReadonlyMap<ProductId, { onHand: number; claims: ProductClaim[] }>>
  setReserved(claim: ProductClaim, reserved: number): Promise<void>
  /** What is set aside for an order; of a product that was removed meanwhile, nothing. */
  listOfOrder(id: OrderId): Promise<{ productId: ProductId; ordered: number; reserved: number; gone: boolean }[]>
  sumOfProduct(id: ProductId): Promise<ClaimedStock>
}
