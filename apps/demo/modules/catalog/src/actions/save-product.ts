import { notFound } from 'ashlar/http'
import type { ProductChanges, ProductForm, ProductId } from '../contract.ts'
import type { CategoryStore } from '../domain/category-store.ts'
import type { ProductStore } from '../domain/product-store.ts'
import type { SupplierStore } from '../domain/supplier-store.ts'
import { categoryUnknown, productNumberTaken, supplierUnknown } from '../errors.ts'

export interface SaveProductNeeds {
  readonly products: ProductStore
  readonly categories: CategoryStore
  readonly suppliers: SupplierStore
}

/** Adds a product, with what is there of it. @throws ASH225 when its number is taken, or its category or supplier does not exist. */
export async function addProduct(needs: SaveProductNeeds, form: ProductForm): Promise<ProductId> {
  await assertFits(needs, form)
  return needs.products.insert(form)
}

/**
 * Changes a product, and leaves its stock as it is.
 *
 * @throws ASH225 when its number is taken, or its category or supplier does not exist.
 * @throws ASH237 when there is no product with this id.
 */
export async function changeProduct(needs: SaveProductNeeds, changes: ProductChanges, id: ProductId): Promise<void> {
  await assertFits(needs, changes, id)
  if (!(await needs.products.update(id, changes))) throw notFound('product')
}

async function assertFits(
  { products, categories, suppliers }: SaveProductNeeds,
  { number, categoryId, supplierId }: ProductChanges,
  id?: ProductId,
): Promise<void> {
  if (await products.hasNumber(number, id)) throw productNumberTaken()
  if (!(await categories.find(categoryId))) throw categoryUnknown()
  if (supplierId !== null && !(await suppliers.find(supplierId))) throw supplierUnknown()
}
