import { notFound } from 'ashlar/http'
import type { SupplierId } from '../contract.ts'
import type { SupplierStore } from '../domain/supplier-store.ts'
import { stillUsed } from '../errors.ts'

/**
 * Removes a supplier that no product comes from.
 *
 * @throws CATALOG_STILL_USED when products come from it.
 * @throws ASH237 when there is no supplier with this id.
 */
export async function removeSupplier(suppliers: SupplierStore, id: SupplierId): Promise<void> {
  const supplier = await suppliers.find(id)
  if (!supplier) throw notFound('supplier')
  if (supplier.products > 0) throw stillUsed('supplier', supplier.products)
  await suppliers.remove(id)
}
