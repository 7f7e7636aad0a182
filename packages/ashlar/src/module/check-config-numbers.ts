/** The check of the numbers in an app's configuration: one that is out of range would remove, stop or hurry what it is to limit. */
import type { AshlarError } from '../contract/errors.ts'
import { longestMs } from '../time/longest-ms.ts'
import type { AppConfig } from './app-config.ts'
import { configNumberInvalid } from './config-errors.ts'

const mostDays = 36_500
const most = 2_147_483_647

/** The largest that each may be; the least is 1. */
const numbers = {
  history: { keepDays: mostDays, sealEverySeconds: Math.floor(longestMs / 1_000) },
  events: { concurrency: most, retentionDays: mostDays },
  jobs: { concurrency: most, retentionDays: mostDays },
  database: {
    poolSize: most,
    bookkeepingConnections: most,
    connectTimeoutMs: longestMs,
    statementTimeoutMs: longestMs,
    lockTimeoutMs: longestMs,
    idleInTransactionTimeoutMs: longestMs,
    replicaMaxLagMs: longestMs,
  },
  cache: { maxEntries: most, maxBytes: Number.MAX_SAFE_INTEGER },
  http: { bodyLimitBytes: most, requestTimeoutMs: longestMs, drainTimeoutMs: longestMs },
} satisfies Partial<Record<keyof AppConfig, Readonly<Record<string, number>>>>

/** Each number of a configuration that is none, or out of range. */
export function checkConfigNumbers(config: AppConfig): AshlarError[] {
  return Object.entries(numbers).flatMap(([section, limits]) => {
    const given: Readonly<Record<string, unknown>> = config[section as keyof typeof numbers] ?? {}
    return Object.entries(limits)
      .filter(([name, limit]) => given[name] !== undefined && !isWholeUpTo(limit, given[name]))
      .map(([name, limit]) => configNumberInvalid(`${section}.${name}`, given[name], limit))
  })
}

function isWholeUpTo(limit: number, value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit
}
