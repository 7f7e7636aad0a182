import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { CustomerId, DeletedCustomer, DeletedCustomerList } from '../contract.ts'

export type DeletedCustomerQuery = z.output<typeof DeletedCustomerList>

/** Customers that were deleted. Whoever deleted them is told by the id. */
export interface DeletedCustomerStore {
  list(query: DeletedCustomerQuery): Promise<Paged<DeletedCustomer>>
  find(id: CustomerId): Promise<DeletedCustomer | undefined>
  /** Brings a customer back. */
  restore(id: CustomerId): Promise<boolean>
  /** Removes a customer for good. */
  purge(id: CustomerId): Promise<boolean>
}
