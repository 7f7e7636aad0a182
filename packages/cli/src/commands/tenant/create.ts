import { defineAshlarCommand } from '../../command.ts'
import { parseList } from '../../terminal/options.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { slugArg, tenantArgs, withTenants } from './with-tenants.ts'

export const create = defineAshlarCommand({
  name: 'tenant create',
  description: 'Make a tenant. The first one gets the rows that were there before there were tenants',
  args: {
    ...tenantArgs,
    slug: slugArg,
    name: { type: 'string', valueHint: 'name', description: 'The name people see (default: the short name)' },
    member: {
      type: 'string',
      valueHint: 'address',
      description: 'Users that belong to it, by email, separated by commas',
    },
  },
  run: async ({ args }) => {
    const { slug } = args
    const members = parseList(args.member ?? '')
    const made = await withTenants(args.embedded, async (admin) => {
      const tenant = await admin.createTenant({ slug, name: args.name ?? slug })
      for (const email of members) await admin.addMember(tenant.slug, email)
      return tenant
    })
    if (args.json) return printJson(made)
    printDone(`Made the tenant ${made.name} (${made.slug}); its rows carry ${made.id}`)
  },
})
