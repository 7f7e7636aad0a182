import { behaviour } from 'ashlar'
import { addMember, listMembers } from './actions/add-member.ts'
import { createTenantAdmin } from './actions/create-tenant-admin.ts'
import { createTenantProvider } from './actions/create-tenant-provider.ts'
import { saveTenant } from './actions/save-tenant.ts'
import { seedTenants } from './actions/seed-tenants.ts'
import { createTenantStore } from './data/tenant-store.ts'
import type definition from './module.ts'
import { createTenantRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, users }) => {
  const tenants = createTenantStore(db)
  const needs = { tenants, users }
  return {
    offers: {
      tenantProvider: createTenantProvider(tenants),
      tenantAdmin: createTenantAdmin(tenants, users),
      tenants: {
        find: tenants.find,
        findBySlug: tenants.findBySlug,
        list: tenants.list,
        listOf: tenants.listOf,
        listMembers: (id) => listMembers(needs, id),
        create: (form) => saveTenant(tenants, form),
        addMember: (id, userId) => addMember(needs, id, userId),
        async removeMember(id, userId) {
          await tenants.removeMember(id, userId)
        },
      },
    },
    routes: createTenantRoutes(needs),
    seed: () => seedTenants(tenants, users),
  }
})
