import type { Paged } from 'ashlar/contract'
import { notFound } from 'ashlar/http'
import type { CustomerId, DeletedCustomer } from '../contract.ts'
import type { DeletedCustomerQuery, DeletedCustomerStore } from '../domain/deleted-customer-store.ts'
import type { FindNames } from '../domain/people.ts'

export interface ReadDeletedNeeds {
  readonly deleted: DeletedCustomerStore
  readonly findNames: FindNames
}

/** A page of the customers that were deleted, with the names of those who did it. */
export async function listDeleted(
  { deleted, findNames }: ReadDeletedNeeds,
  query: DeletedCustomerQuery,
): Promise<Paged<DeletedCustomer>> {
  const page = await deleted.list(query)
  return { ...page, items: await nameDeleters(findNames, page.items) }
}

/** @throws ASH237 when no such customer was deleted. */
export async function getDeleted({ deleted, findNames }: ReadDeletedNeeds, id: CustomerId): Promise<DeletedCustomer> {
  const customer = await deleted.find(id)
  const [named] = customer ? await nameDeleters(findNames, [customer]) : []
  if (!named) throw notFound('customer')
  return named
}

async function nameDeleters(
  findNames: FindNames,
  customers: readonly DeletedCustomer[],
): Promise<readonly DeletedCustomer[]> {
  const names = await findNames([...new Set(customers.flatMap(({ deletedBy }) => deletedBy ?? []))])
  return customers.map((each) => ({
    ...each,
    deletedBy: each.deletedBy && (names.get(each.deletedBy) ?? each.deletedBy),
  }))
}
