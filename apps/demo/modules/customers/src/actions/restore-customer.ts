import { notFound } from 'ashlar/http'
import type { CustomerId } from '../contract.ts'
import type { CustomerStore } from '../domain/customer-store.ts'
import type { DeletedCustomerStore } from '../domain/deleted-customer-store.ts'
import { customerCodeTakenMeanwhile } from '../errors.ts'

export interface RestoreCustomerNeeds {
  readonly customers: CustomerStore
  readonly deleted: DeletedCustomerStore
}

/**
 * Brings a customer back who was deleted.
 *
 * @throws ASH225 when another customer has the code by now.
 * @throws ASH237 when no such customer was deleted.
 */
export async function restoreCustomer({ customers, deleted }: RestoreCustomerNeeds, id: CustomerId): Promise<void> {
  const customer = await deleted.find(id)
  if (!customer) throw notFound('customer')
  if (await customers.hasCode(customer.code)) throw customerCodeTakenMeanwhile()
  if (!(await deleted.restore(id))) throw notFound('customer')
}
