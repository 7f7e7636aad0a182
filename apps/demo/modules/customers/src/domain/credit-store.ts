import type { OrderFacts } from '@demo/orders/contract'
import type { CustomerId } from '../contract.ts'

type OrderId = OrderFacts['id']

export interface OpenOrder {
  readonly orderId: OrderId
  readonly customerId: CustomerId
  readonly amount: number
}

/** What customers owe. */
export interface CreditStore {
  /** The limit of a customer, also of one who was deleted and may come back. Nobody gives them more credit until the transaction ends. */
  lockLimit(id: CustomerId): Promise<{ readonly limit: number | null } | undefined>
  findOpen(id: OrderId): Promise<OpenOrder | undefined>
  /** What the open orders of a customer come to, without one of them. */
  sumOpen(id: CustomerId, except?: OrderId): Promise<number>
  keepOpen(order: OpenOrder): Promise<void>
  removeOpen(id: OrderId): Promise<void>
}
