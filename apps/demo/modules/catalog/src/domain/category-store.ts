import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { Category, CategoryForm, CategoryId, CategoryList } from '../contract.ts'

export type CategoryQuery = z.output<typeof CategoryList>

export interface CategoryStore {
  list(query: CategoryQuery): Promise<Paged<Category>>
  find(id: CategoryId): Promise<Category | undefined>
  listChoices(): Promise<{ id: CategoryId; name: string }[]>
  /** The ids of imported categories, by the number they were imported with. */
  mapImportNumbers(): Promise<ReadonlyMap<number, CategoryId>>
  hasName(name: string, except?: CategoryId): Promise<boolean>
  insert(form: CategoryForm & { readonly importNumber?: number }): Promise<CategoryId>
  update(id: CategoryId, form: CategoryForm): Promise<boolean>
  remove(id: CategoryId): Promise<boolean>
}
