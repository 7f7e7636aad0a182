import { type Tenant as BoundTenant, type TenantProvider, uuidOf } from 'ashlar/contract'
import { routes, type Tenant } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'

/** Creates what tells the app which tenants there are: one query for each request of a user, and nothing kept from one to the next. */
export function createTenantProvider(tenants: TenantStore): TenantProvider {
  return {
    paths: { choose: routes.choose(), switch: routes.switch() },
    async find(search) {
      const { named, memberships, chosen } = await tenants.findFor(search)
      return {
        named: named.map(toBound),
        memberships: memberships.map(toBound),
        chosen: chosen && uuidOf(chosen),
      }
    },
    list: async () => (await tenants.list()).map(toBound),
  }
}

/** As the framework knows it: rows carry the UUID inside the id. */
export const toBound = ({ id, ...tenant }: Tenant): BoundTenant => ({ ...tenant, id: uuidOf(id) })
