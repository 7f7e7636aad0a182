/** What the engine keeps for a job. */
import { type CarriedScope, parseCarriedScope } from '../scope/carried-scope.ts'

export interface KeptJob {
  readonly payload: unknown
  /** Who asked for it, and for which request. */
  readonly scope: CarriedScope
  /** The time of the schedule that asked for it, if one did. */
  readonly scheduledFor?: string
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Reads what is kept, or `undefined` when somebody has spoilt it. */
export function parseKeptJob(kept: unknown): KeptJob | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined
  const { payload, scope: carried, scheduledFor } = kept as Record<string, unknown>
  const scope = parseCarriedScope(carried)
  if (scope === undefined) return undefined
  if (scheduledFor === undefined) return { payload, scope }
  if (typeof scheduledFor !== 'string' || Number.isNaN(Date.parse(scheduledFor))) return undefined
  return { payload, scope, scheduledFor }
}
