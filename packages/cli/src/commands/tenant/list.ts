import { tenantProvider } from 'ashlar/contract'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { tenantAdminMissing } from '../../errors.ts'
import { formatCount, printJson, printLine, printTable } from '../../terminal/print.ts'
import { tenantArgs } from './with-tenants.ts'

export const list = defineAshlarCommand({
  name: 'tenant list',
  description: 'Tell which tenants there are, the oldest first',
  args: tenantArgs,
  run: async ({ args }) => {
    const tenants = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const provider = await app.findService(tenantProvider)
      if (!provider) throw tenantAdminMissing()
      return app.run(() => provider.list())
    })
    if (args.json) return printJson(tenants)
    printTable(
      ['short name', 'name', 'state', 'id'],
      tenants.map(({ slug, name, suspended, id }) => [slug, name, suspended ? 'suspended' : 'active', id]),
    )
    printLine(formatCount(tenants.length, 'tenant'))
  },
})
