import { notFound } from 'ashlar/http'
import type { CategoryForm, CategoryId } from '../contract.ts'
import type { CategoryStore } from '../domain/category-store.ts'
import { categoryNameTaken } from '../errors.ts'

/**
 * Adds a category, or changes the one with `id`.
 *
 * @throws ASH225 when its name is taken.
 * @throws ASH237 when there is no category with this id.
 */
export async function saveCategory(
  categories: CategoryStore,
  form: CategoryForm,
  id?: CategoryId,
): Promise<CategoryId> {
  if (await categories.hasName(form.name, id)) throw categoryNameTaken()
  if (id === undefined) return categories.insert(form)
  if (!(await categories.update(id, form))) throw notFound('category')
  return id
}
