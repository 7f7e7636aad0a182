import { notFound } from 'ashlar/http'
import type { TenantForm, TenantId } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'
import { slugTaken } from '../errors.ts'

/**
 * Adds a tenant, or changes the one with `id`.
 *
 * @throws ASH225 when the slug is taken.
 * @throws ASH237 when there is no tenant with this id.
 */
export async function saveTenant(tenants: TenantStore, form: TenantForm, id?: TenantId): Promise<TenantId> {
  if (await tenants.hasSlug(form.slug, id)) throw slugTaken()
  if (id === undefined) return tenants.insert(form)
  if (!(await tenants.update(id, form))) throw notFound('tenant')
  return id
}
