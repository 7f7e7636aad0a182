import type { User, UserDirectory } from '@ashlar/users/contract'
import { notFound } from 'ashlar/http'
import type { TenantId } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'
import { userUnknown } from '../errors.ts'

export interface MemberNeeds {
  readonly tenants: TenantStore
  readonly users: UserDirectory
}

/**
 * Lets a user belong to a tenant; twice is as good as once.
 *
 * @throws ASH225 when there is no such user.
 * @throws ASH237 when there is no tenant with this id.
 */
export async function addMember({ tenants, users }: MemberNeeds, id: TenantId, userId: User['id']): Promise<void> {
  if (!(await tenants.find(id))) throw notFound('tenant')
  if (!(await users.find(userId))) throw userUnknown('userId')
  await tenants.addMember(id, userId)
}

/** The users that belong to a tenant, by name. */
export async function listMembers({ tenants, users }: MemberNeeds, id: TenantId): Promise<readonly User[]> {
  const ids = await tenants.listMembers(id)
  const found = await users.list(ids as readonly User['id'][])
  return found.toSorted((left, right) => left.name.localeCompare(right.name))
}
