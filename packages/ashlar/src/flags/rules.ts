/** Decides for whom a flag is on. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ExplainedFlag, FlagRules, FlagSubject, FlagSubjectKind } from '../contract/flags.ts'

const longestList = 10_000
const names = z
  .array(z.string().min(1).max(200))
  .max(longestList)
  .refine((list) => new Set(list).size === list.length, 'something stands there twice')
  .optional()

/** What rules may say. They are checked as they are set, and again as they are read. */
export const Rules = z
  .strictObject({
    everybody: z.boolean().optional(),
    tenants: names,
    roles: names,
    users: names,
    percent: z.number().min(0).max(100).optional(),
  })
  .refine((rules) => Object.values(rules).some((rule) => rule !== undefined), 'nothing is said')

/** What a flag is known by, wherever it was declared. */
export interface KnownFlag {
  readonly name: string
  readonly help: string
  readonly default: boolean
  readonly by: FlagSubjectKind
}

/** Whether a flag is on for somebody. */
export function decide(flag: KnownFlag, rules: FlagRules | undefined, subject: FlagSubject): ExplainedFlag {
  if (rules === undefined) return { on: flag.default, because: 'default' }
  const because = findReason(flag, rules, subject)
  return { on: because !== undefined, because: because ?? 'none', rules }
}

function findReason(
  { name, by }: KnownFlag,
  { everybody, tenants = [], roles = [], users = [], percent = 0 }: FlagRules,
  subject: FlagSubject,
): Exclude<ExplainedFlag['because'], 'default' | 'none'> | undefined {
  if (everybody) return 'everybody'
  if (subject.tenant !== undefined && tenants.includes(subject.tenant)) return 'tenant'
  if (subject.roles?.some((role) => roles.includes(role))) return 'role'
  if (subject.user !== undefined && users.includes(subject.user)) return 'user'
  const counted = by === 'user' ? subject.user : subject.tenant
  if (percent >= 100 || (counted !== undefined && placeOf(name, counted) < percent)) return 'percent'
  return undefined
}

/** Whether there may be anybody at all for whom a flag is on. */
export function mayBeOn(flag: KnownFlag, rules: FlagRules | undefined): boolean {
  if (rules === undefined) return flag.default
  const { everybody = false, tenants = [], roles = [], users = [], percent = 0 } = rules
  return everybody || tenants.length + roles.length + users.length > 0 || percent > 0
}

/** Where somebody stands among all, from 0 to below 100: for each flag elsewhere, and for one flag always at the same place. */
export function placeOf(flag: string, subject: string): number {
  const hash = createHash('sha256').update(`${flag}\n${subject}`).digest()
  return (hash.readUInt32BE(0) / 2 ** 32) * 100
}
