import { notFound } from 'ashlar/http'
import type { CategoryId, ProductForm, ProductId, SupplierId } from '../contract.ts'
import type { CategoryStore } from '../domain/category-store.ts'
import type { ProductStore } from '../domain/product-store.ts'
import type { SupplierStore } from '../domain/supplier-store.ts'
import { categoryUnknown, productNumberTaken, supplierUnknown } from '../errors.ts'

export interface SaveProductNeeds {
  readonly products: ProductStore
  readonly categories: CategoryStore
  readonly suppliers: SupplierStore
}

/**
 * Adds a product, or changes the one with `id`.
 *
 * @throws ASH225 when its number is taken, or its category or supplier does not exist.
 * @throws ASH237 when there is no product with this id.
 */
export async function saveProduct(needs: SaveProductNeeds, form: ProductForm, id?: ProductId): Promise<ProductId> {
  if (await needs.products.hasNumber(form.number, id)) throw productNumberTaken()
  await assertBelongs(needs, form.categoryId, form.supplierId)
  if (id === undefined) return needs.products.insert(form)
  if (!(await needs.products.update(id, form))) throw notFound('product')
  return id
}

async function assertBelongs(
  needs: SaveProductNeeds,
  category: CategoryId,
  supplier: SupplierId | null,
): Promise<void> {
  if (!(await needs.categories.find(category))) throw categoryUnknown()
  if (supplier !== null && !(await needs.suppliers.find(supplier))) throw supplierUnknown()
}
