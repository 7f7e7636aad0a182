/** Runs all jobs that are due, one after the other; for tests. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, runAside } from '../data/runtime.ts'
import { type Claim, claimDue } from './claim.ts'
import type { Engine } from './engine.ts'
import type { Queues } from './queues.ts'
import type { Outcome } from './run-job.ts'
import { makeDue, postponeJob } from './settle.ts'

export interface DrainOptions {
  readonly database: Database
  readonly engine: Engine
  readonly queues: Queues
}

/** A job that was run, and what came of it. */
export interface DrainedJob {
  readonly claim: Claim
  readonly outcome: Outcome
}

/** Runs what is due and what comes of it. What failed waits for another call, also when it is due again by then. */
export async function drainQueues(
  options: DrainOptions,
  run: (claim: Claim) => Promise<Outcome>,
): Promise<readonly DrainedJob[]> {
  const { database } = options
  const drained: DrainedJob[] = []
  const failed = new Set<string>()
  const postponed: Claim[] = []
  try {
    for (let claim = await claimNext(options); claim !== undefined; claim = await claimNext(options)) {
      const again = claim
      if (failed.has(again.id)) {
        await runAside(database.bookkeeping, () => postponeJob(again))
        postponed.push(again)
        continue
      }
      const outcome = await run(claim)
      drained.push({ claim, outcome })
      if (outcome.kind === 'failed') failed.add(claim.id)
    }
  } finally {
    await runAside(database.bookkeeping, () => Promise.all(postponed.map(({ queue, id }) => makeDue(queue.id, id))))
  }
  return drained
}

/** Waits for a queue that may start none before some time has passed. @returns `undefined` when nothing is due. */
async function claimNext({ database, engine, queues }: DrainOptions): Promise<Claim | undefined> {
  const one = { limit: 1, free: 1 }
  while (queues.size > 0) {
    const { claims, more, later } = await claimDue(database.bookkeeping, engine, [...queues.values()], one)
    if (claims[0] !== undefined) return claims[0]
    // What was taken of such a queue was put off at once, because its tenant's work waits.
    if (more.length > 0) continue
    if (later.length === 0) return undefined
    await delay(Math.min(...later.map(({ inMs }) => inMs)))
  }
  return undefined
}
