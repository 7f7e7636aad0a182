import { notFound } from 'ashlar/http'
import type { CategoryId } from '../contract.ts'
import type { CategoryStore } from '../domain/category-store.ts'
import { stillUsed } from '../errors.ts'

/**
 * Removes a category that no product is in.
 *
 * @throws CATALOG_STILL_USED when products are in it.
 * @throws ASH237 when there is no category with this id.
 */
export async function removeCategory(categories: CategoryStore, id: CategoryId): Promise<void> {
  const category = await categories.find(id)
  if (!category) throw notFound('category')
  if (category.products > 0) throw stillUsed('category', category.products)
  await categories.remove(id)
}
