import type { Paged, RowHistory } from 'ashlar/contract'
import type { z } from 'zod'
import type { Customer, CustomerForm, CustomerId, CustomerList } from '../contract.ts'
import type { FindNames } from './people.ts'

export type CustomerQuery = z.output<typeof CustomerList>

export interface CustomerStore {
  list(query: CustomerQuery): Promise<Paged<Customer>>
  listCountries(): Promise<string[]>
  find(id: CustomerId): Promise<Customer | undefined>
  findByCode(code: string): Promise<Customer | undefined>
  listById(ids: readonly CustomerId[]): Promise<Customer[]>
  search(text: string, limit: number): Promise<Customer[]>
  hasCode(code: string, except?: CustomerId): Promise<boolean>
  /** Those of some codes that customers have. */
  findCodes(codes: readonly string[]): Promise<ReadonlySet<string>>
  insert(form: CustomerForm): Promise<CustomerId>
  insertMany(forms: readonly CustomerForm[]): Promise<void>
  update(id: CustomerId, form: CustomerForm): Promise<boolean>
  /** Marks a customer as deleted. */
  remove(id: CustomerId): Promise<boolean>
  /** What happened to a customer, also to one who was deleted. */
  history(id: CustomerId, findNames: FindNames): Promise<RowHistory>
  isEmpty(): Promise<boolean>
}
