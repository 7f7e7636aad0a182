import { uuidOf } from 'ashlar/contract'
import { countHeldWork, holdTenant, releaseTenant } from 'ashlar/data'
import { notFound } from 'ashlar/http'
import type { Tenant, TenantId } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'

/**
 * Keeps the people of a tenant out from their next request on, and its events and jobs waiting. What is running ends.
 *
 * @throws ASH237 when there is no tenant with this id.
 */
export async function suspendTenant(tenants: TenantStore, id: TenantId): Promise<void> {
  if (!(await tenants.setSuspended(id, true))) throw notFound('tenant')
  await holdTenant(uuidOf(id))
}

/**
 * Lets people in again, and has everything done that has waited.
 *
 * @throws ASH237 when there is no tenant with this id.
 */
export async function resumeTenant(tenants: TenantStore, id: TenantId): Promise<void> {
  if (!(await tenants.setSuspended(id, false))) throw notFound('tenant')
  await releaseTenant(uuidOf(id))
}

/** How many events and jobs wait because a tenant is suspended. */
export async function countWaiting({ id, suspended }: Tenant): Promise<number> {
  return suspended ? countHeldWork(uuidOf(id)) : 0
}
