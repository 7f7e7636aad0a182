import type { Customers } from '@demo/customers/contract'
import type { Mail } from '@demo/mail/contract'
import type { WriteText } from 'ashlar'
import type { OrderId } from '../contract.ts'
import { writeConfirmation } from '../domain/confirmation.ts'
import type { OrderStore } from '../domain/order-store.ts'

export interface ConfirmOrderNeeds {
  readonly orders: OrderStore
  readonly customers: Customers
  readonly mail: Mail | undefined
  readonly text: WriteText
}

/** Writes to the customer that an order has been taken, where there is mail and the customer has an address. */
export async function confirmOrder({ orders, customers, mail, text }: ConfirmOrderNeeds, id: OrderId): Promise<void> {
  if (mail === undefined) return
  const order = await orders.find(id)
  const customer = order && (await customers.find(order.customerId))
  if (!customer || customer.email === '') return
  await mail.send({ to: customer.email, ...writeConfirmation(order, customer.contactName, text) })
}
