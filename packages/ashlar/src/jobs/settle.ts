/** What becomes of a job that a process has taken. Each statement finds it only while the claim still holds. */

import { runStatement } from '../data/runtime.ts'
import type { Claim } from './claim.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { prepareText } from './statements.ts'

const claimOf = ({ id, retryCount }: Claim) => ({ id, retryCount })

/**
 * Marks a job as done, in the transaction of its handler. It is the last statement there, so that no row of the queue
 * stays locked while the handler runs.
 *
 * @returns whether the claim still held.
 */
export async function completeJob(engine: Engine, claim: Claim): Promise<boolean> {
  const boss = await engine.open()
  return countOf(await boss.complete(claim.queue.id, claimOf(claim), null, { db: inUnitOfWork })) === 1
}

export interface Failure {
  /** What a person is told. */
  readonly error: { readonly code?: string; readonly message: string }
  /** Whether another try could change nothing. */
  readonly pointless: boolean
}

/** Notes a failure: the job is tried again later, or left to a person. */
export async function failJob(engine: Engine, claim: Claim, { error, pointless }: Failure): Promise<void> {
  const boss = await engine.open()
  if (pointless) await runStatement(giveUp([claim.queue.id, claim.id, claim.retryCount]))
  await boss.fail(claim.queue.id, claimOf(claim), { error }, { db: inUnitOfWork })
}

/** Gives back what was not done, as if it had not been taken. */
export async function releaseJob(claim: Claim): Promise<void> {
  await runStatement(release([claim.queue.id, claim.id, claim.retryCount]))
}

/** Tells how far a job has come, which also tells that its worker is there. @returns whether the claim still held. */
export async function noteProgress(claim: Claim, done: number, note: string | undefined): Promise<boolean> {
  const progress = JSON.stringify({ progress: { done, ...(note === undefined ? {} : { note }) } })
  const { rowCount } = await runStatement(progressed([claim.queue.id, claim.id, claim.retryCount, progress]))
  return rowCount === 1
}

/** Tells that the worker of some claims is there. @returns the ids of those that still hold. */
export async function touchJobs(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const { rows } = await runStatement(
    touch([
      claims.map(({ queue }) => queue.id),
      claims.map(({ id }) => id),
      claims.map(({ retryCount }) => retryCount),
    ]),
  )
  return new Set((rows as { readonly id: string }[]).map(({ id }) => id))
}

/** The engine's types leave out a count that its answers have. */
function countOf(settled: unknown): number {
  return (settled as { readonly affected: number }).affected
}

const held = `where name = $1 and id = $2::uuid and retry_count = $3::int and state = 'active'`

const giveUp = prepareText('give_up', 'update', `update ashlar_jobs.job set retry_limit = retry_count ${held}`)

const release = prepareText(
  'release',
  'update',
  `update ashlar_jobs.job
   set state = case when retry_count = 0 then 'created'::ashlar_jobs.job_state else 'retry' end,
     started_on = null, heartbeat_on = null
   ${held}`,
)

const progressed = prepareText(
  'progress',
  'update',
  `update ashlar_jobs.job set output = $4::jsonb, heartbeat_on = ashlar_jobs.job_now() ${held}`,
)

const touch = prepareText(
  'touch',
  'update',
  `update ashlar_jobs.job set heartbeat_on = ashlar_jobs.job_now()
   from unnest($1::text[], $2::uuid[], $3::int[]) as claimed (queue, id, retry_count)
   where job.name = claimed.queue and job.id = claimed.id and job.retry_count = claimed.retry_count and state = 'active'
   returning job.id`,
)
