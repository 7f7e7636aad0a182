import type { UserDirectory } from '@ashlar/users/contract'
import type { TenantAdmin } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'
import { type Tenant, TenantForm } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'
import { slugUnknown, userUnknown } from '../errors.ts'
import { toBound } from './create-tenant-provider.ts'
import { saveTenant } from './save-tenant.ts'
import { resumeTenant, suspendTenant } from './suspend-tenant.ts'

/** Creates what `ashlar tenant` administers tenants by. */
export function createTenantAdmin(tenants: TenantStore, users: UserDirectory): TenantAdmin {
  async function getBySlug(slug: string): Promise<Tenant> {
    const found = await tenants.findBySlug(slug)
    if (!found) throw slugUnknown()
    return found
  }

  return {
    async createTenant(given) {
      const parsed = TenantForm.safeParse(given)
      if (!parsed.success) {
        throw invalidFields(
          Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), message])),
        )
      }
      const id = await saveTenant(tenants, parsed.data)
      return toBound({ ...parsed.data, id, suspended: false })
    },
    async addMember(slug, email) {
      const { id } = await getBySlug(slug)
      const user = await users.findByEmail(email.trim().toLowerCase())
      if (!user) throw userUnknown('email')
      await tenants.addMember(id, user.id)
    },
    suspend: async (slug) => suspendTenant(tenants, (await getBySlug(slug)).id),
    resume: async (slug) => resumeTenant(tenants, (await getBySlug(slug)).id),
  }
}
