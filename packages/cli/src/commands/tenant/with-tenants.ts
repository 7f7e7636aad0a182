import { type TenantAdmin, tenantAdmin } from 'ashlar/contract'
import { withApp } from '../../app/with-app.ts'
import { tenantAdminMissing } from '../../errors.ts'
import { embeddedOption } from '../db/embedded-option.ts'

/** What every command about tenants takes. */
export const tenantArgs = {
  ...embeddedOption,
  json: { type: 'boolean', description: 'Print the outcome as JSON' },
} as const

/** How a command names a tenant. */
export const slugArg = { type: 'positional', required: true, description: 'The short name of the tenant' } as const

/** Administers the tenants of the app around the folder of the command, in one transaction. @throws ASH511 in an app without tenants. */
export function withTenants<Result>(
  embedded: boolean | undefined,
  work: (admin: TenantAdmin) => Promise<Result>,
): Promise<Result> {
  return withApp({ from: process.cwd(), embedded }, async (app) => {
    const admin = await app.findService(tenantAdmin)
    if (!admin) throw tenantAdminMissing()
    return app.run(() => work(admin))
  })
}
