import { defineAshlarCommand } from '../../command.ts'
import { printDone } from '../../terminal/print.ts'
import { slugArg, tenantArgs, withTenants } from './with-tenants.ts'

export const suspend = defineAshlarCommand({
  name: 'tenant suspend',
  description: 'Keep the people of a tenant out, and its events and jobs waiting',
  args: { embedded: tenantArgs.embedded, slug: slugArg },
  run: async ({ args: { embedded, slug } }) => {
    await withTenants(embedded, (admin) => admin.suspend(slug))
    printDone(`${slug} is suspended; its work waits`)
  },
})

export const resume = defineAshlarCommand({
  name: 'tenant resume',
  description: 'Let the people of a tenant in again, and have done what has waited',
  args: { embedded: tenantArgs.embedded, slug: slugArg },
  run: async ({ args: { embedded, slug } }) => {
    await withTenants(embedded, (admin) => admin.resume(slug))
    printDone(`${slug} is resumed`)
  },
})
