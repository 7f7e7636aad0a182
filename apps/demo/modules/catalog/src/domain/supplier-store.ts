import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { Supplier, SupplierForm, SupplierId, SupplierList } from '../contract.ts'

export type SupplierQuery = z.output<typeof SupplierList>

export interface SupplierStore {
  list(query: SupplierQuery): Promise<Paged<Supplier>>
  find(id: SupplierId): Promise<Supplier | undefined>
  listChoices(): Promise<{ id: SupplierId; name: string }[]>
  /** The ids of imported suppliers, by the number they were imported with. */
  mapImportNumbers(): Promise<ReadonlyMap<number, SupplierId>>
  hasName(name: string, except?: SupplierId): Promise<boolean>
  insert(form: SupplierForm & { readonly importNumber?: number }): Promise<SupplierId>
  update(id: SupplierId, form: SupplierForm): Promise<boolean>
  remove(id: SupplierId): Promise<boolean>
}
