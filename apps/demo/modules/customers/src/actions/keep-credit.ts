import type { OrderEvent } from '@demo/orders/contract'
import { exceedsCredit } from '../domain/credit.ts'
import type { CreditStore } from '../domain/credit-store.ts'
import { creditExceeded } from '../errors.ts'

/**
 * Keeps what a customer owes, in the transaction that takes the order: two orders at once cannot both use what is left.
 *
 * @throws CUSTOMERS_CREDIT_EXCEEDED when the order is more than the customer may still owe.
 */
export async function keepCredit(credit: CreditStore, { name, order }: OrderEvent): Promise<void> {
  const { id: orderId, customerId, total: amount } = order
  if (name === 'orders.removed' || order.shippedOn !== null) return credit.removeOpen(orderId)
  const customer = await credit.lockLimit(customerId)
  if (customer === undefined) return
  const known = await credit.findOpen(orderId)
  const before = known?.customerId === customerId ? known.amount : 0
  const others = await credit.sumOpen(customerId, orderId)
  const { limit } = customer
  if (exceedsCredit({ limit, others, before, amount })) throw creditExceeded({ limit, others, amount })
  await credit.keepOpen({ orderId, customerId, amount })
}
