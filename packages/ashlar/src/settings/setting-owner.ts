/** Whose value is meant, and whether the caller may ask for it. */
import type { SettingLevel, SettingOwner } from '../contract/settings.ts'
import { findTenantAtWork } from '../data/runtime.ts'
import { findScope } from '../scope/request-scope.ts'
import { ownerInvalid, settingOfOtherTenant } from './errors.ts'

const longestId = 200
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Whether a text can be the id of a tenant, as rows carry it. */
export const isTenantId = (text: string): boolean => uuid.test(text)

/** Whoever the caller works for and acts as. */
export function currentOwner(): SettingOwner {
  return { tenant: findTenantAtWork(), user: findScope()?.actor?.id }
}

/** @throws ASH210 when somebody else's tenant is named, ASH213 for what cannot be an id. */
export function assertReachable(thing: string, { tenant, user }: SettingOwner): void {
  if (tenant !== undefined && !isTenantId(tenant)) throw ownerInvalid('tenant')
  if (user !== undefined && (user === '' || user.length > longestId || user.includes('\0'))) throw ownerInvalid('user')
  const atWork = findTenantAtWork()
  if (tenant !== undefined && atWork !== undefined && tenant !== atWork) throw settingOfOtherTenant(thing)
}

/** Where a change is meant: a tenant and a user at once are nowhere. */
export function placeOf({ tenant, user }: SettingOwner): {
  readonly level: SettingLevel | 'both'
  readonly owner: string
} {
  if (tenant !== undefined && user !== undefined) return { level: 'both', owner: '' }
  if (tenant !== undefined) return { level: 'tenant', owner: tenant }
  return user === undefined ? { level: 'system', owner: '' } : { level: 'user', owner: user }
}
