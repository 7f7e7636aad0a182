import { notFound } from 'ashlar/http'
import type { SupplierForm, SupplierId } from '../contract.ts'
import type { SupplierStore } from '../domain/supplier-store.ts'
import { supplierNameTaken } from '../errors.ts'

/**
 * Adds a supplier, or changes the one with `id`.
 *
 * @throws ASH225 when its name is taken.
 * @throws ASH237 when there is no supplier with this id.
 */
export async function saveSupplier(suppliers: SupplierStore, form: SupplierForm, id?: SupplierId): Promise<SupplierId> {
  if (await suppliers.hasName(form.name, id)) throw supplierNameTaken()
  if (id === undefined) return suppliers.insert(form)
  if (!(await suppliers.update(id, form))) throw notFound('supplier')
  return id
}
