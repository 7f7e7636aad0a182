import type { FlagRules } from 'ashlar/contract'
import { embeddedOption } from '../db/embedded-option.ts'

/** What every command about flags takes. */
export const flagArgs = {
  ...embeddedOption,
  json: { type: 'boolean', description: 'Print the outcome as JSON' },
} as const

/** The flag that a command is about. */
export const flagName = { type: 'positional', required: true, description: 'The flag: module.name' } as const

/** Rules for a person to read. */
export function describeRules({ everybody, tenants, roles, users, percent }: FlagRules): string {
  const lists = Object.entries({ tenants, roles, users }).flatMap(([name, list]) =>
    list === undefined || list.length === 0 ? [] : [`for ${name} ${list.join(', ')}`],
  )
  const share = percent === undefined ? [] : [`for ${percent} %`]
  if (everybody) return 'on for everybody'
  return lists.length + share.length === 0 ? 'off for everybody' : `on ${[...lists, ...share].join(', ')}`
}
