/** What works on jobs in the benchmark: each job writes a row of one column. */
export interface Contestant {
  readonly name: 'ashlar' | 'pg-boss' | 'graphile-worker'
  /** Enqueues a round's jobs, works on them, and answers how many it did in a second. */
  readonly workRound: () => Promise<number>
  readonly close: () => Promise<void>
}

export const jobsInARound = 1_000
/** How many jobs each works on at once. */
export const concurrency = 8
/** How many jobs the peers fetch at once. */
export const batchSize = 100

export const texts: readonly string[] = Array.from({ length: jobsInARound }, (_each, count) => `note ${count}`)

export function perSecond(startedAt: number): number {
  return (jobsInARound / (performance.now() - startedAt)) * 1_000
}
