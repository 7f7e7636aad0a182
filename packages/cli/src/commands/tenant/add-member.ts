import { defineAshlarCommand } from '../../command.ts'
import { printDone } from '../../terminal/print.ts'
import { slugArg, tenantArgs, withTenants } from './with-tenants.ts'

export const addMember = defineAshlarCommand({
  name: 'tenant add-member',
  description: 'Let a user belong to a tenant',
  args: {
    embedded: tenantArgs.embedded,
    slug: slugArg,
    email: { type: 'positional', required: true, description: 'The address that the user signs in with' },
  },
  run: async ({ args: { embedded, slug, email } }) => {
    await withTenants(embedded, (admin) => admin.addMember(slug, email))
    printDone(`${email} belongs to ${slug}`)
  },
})
