import { notFound } from 'ashlar/http'
import type { CustomerForm, CustomerId } from '../contract.ts'
import type { CustomerStore } from '../domain/customer-store.ts'
import { customerCodeTaken } from '../errors.ts'

/**
 * Adds a customer, or changes the one with `id`.
 *
 * @throws ASH225 when the code is taken.
 * @throws ASH237 when there is no customer with this id.
 */
export async function saveCustomer(customers: CustomerStore, form: CustomerForm, id?: CustomerId): Promise<CustomerId> {
  if (await customers.hasCode(form.code, id)) throw customerCodeTaken()
  if (id === undefined) return customers.insert(form)
  if (!(await customers.update(id, form))) throw notFound('customer')
  return id
}
