import { Secret, type SettingOwner } from 'ashlar/contract'
import type { App } from 'ashlar/runtime'
import { getTenantIds } from '../../app/choose-tenant.ts'
import { embeddedOption } from '../db/embedded-option.ts'
import { tenantOption } from '../tenant/tenant-option.ts'

/** What every command about settings takes. */
export const settingArgs = {
  ...embeddedOption,
  tenant: tenantOption,
  user: { type: 'string', valueHint: 'id', description: 'For a user' },
  json: { type: 'boolean', description: 'Print the outcome as JSON' },
} as const

/** The setting that a command is about. */
export const settingName = { type: 'positional', required: true, description: 'The setting: module.name' } as const

/** Whom a command names. */
export interface OwnerArgs {
  readonly tenant?: string | undefined
  readonly user?: string | undefined
}

/** Whose value a command means. @throws ASH512 for a tenant that is not there. */
export async function ownerOf(app: App, { tenant, user }: OwnerArgs): Promise<SettingOwner> {
  const [id] = tenant === undefined ? [] : await getTenantIds(app, [tenant])
  return { ...(id === undefined ? {} : { tenant: id }), ...(user === undefined ? {} : { user }) }
}

/** A value for a person to read; of a secret only whether there is one. */
export function formatValue(value: unknown): string {
  const absent = value instanceof Secret ? value.reveal() === undefined : value === undefined
  return absent ? '–' : (JSON.stringify(value) ?? String(value))
}

/** Whose value it is, in words that follow a name. */
export function describeOwner({ tenant, user }: OwnerArgs): string {
  if (tenant !== undefined) return ` for tenant ${tenant}`
  return user === undefined ? '' : ` for user ${user}`
}
