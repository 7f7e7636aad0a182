/** What becomes of a job that a process has taken. Each statement finds it only while the claim still holds. */
import { runStatement } from '../data/runtime.ts'
import type { Claim } from './claim.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { isUuid } from './kept-job.ts'
import { keepableText } from './kept-text.ts'
import { prepareText } from './statements.ts'

/** How soon a job that was held back is looked at again. */
const postponeSeconds = 15

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

/**
 * Notes a failure, beside how far the job had come: it is tried again later, or left to a person.
 *
 * @returns whether the claim still held.
 */
export async function failJob(engine: Engine, claim: Claim, { error, pointless }: Failure): Promise<boolean> {
  const boss = await engine.open()
  const values = [claim.queue.id, claim.id, claim.retryCount]
  if (pointless) await runStatement(giveUp(values))
  // The engine puts what it is given in the place of what was noted before.
  const { rows } = await runStatement(readProgress(values))
  const [noted] = rows as { readonly progress: unknown }[]
  const output = { error, progress: noted?.progress }
  return countOf(await boss.fail(claim.queue.id, claimOf(claim), output, { db: inUnitOfWork })) === 1
}

/** Gives back what was not done, as if it had not been taken. */
export async function releaseJob(claim: Claim): Promise<void> {
  await runStatement(release([claim.queue.id, claim.id, claim.retryCount]))
}

/** Gives back what may not be done by now, to be looked at again in a while. It costs no try. */
export async function postponeJob(claim: Claim): Promise<void> {
  await runStatement(postpone([claim.queue.id, claim.id, claim.retryCount, postponeSeconds]))
}

/**
 * Puts off without end what is not to begin because its tenant's work waits, as if it had not been taken. Without a tenant
 * nothing is asked of the database.
 *
 * @returns the ids of those put off.
 */
export async function holdJobs(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  // One that somebody has spoilt must not get in the way of the others.
  const ofTenants = claims.filter(({ kept }) => kept?.scope.tenant !== undefined && isUuid(kept.scope.tenant))
  if (ofTenants.length === 0) return new Set()
  const { rows } = await runStatement(
    hold([
      ofTenants.map(({ queue }) => queue.id),
      ofTenants.map(({ id }) => id),
      ofTenants.map(({ kept }) => kept?.scope.tenant),
    ]),
  )
  return new Set((rows as { readonly id: string }[]).map(({ id }) => id))
}

/** Has a job be due that waits. @returns whether it waits. */
export async function makeDue(queue: string, id: string): Promise<boolean> {
  return (await runStatement(dueNow([queue, id]))).rowCount === 1
}

/** Tells how far a job has come, which also tells that its worker is there. @returns whether the claim still held. */
export async function noteProgress(claim: Claim, done: number, note: string | undefined): Promise<boolean> {
  const progress = JSON.stringify({ progress: { done, ...(note === undefined ? {} : { note: keepableText(note) }) } })
  const { rowCount } = await runStatement(progressed([claim.queue.id, claim.id, claim.retryCount, progress]))
  return rowCount === 1
}

/** Tells that the worker of some claims is there. @returns those that still hold. */
export async function touchJobs(claims: readonly Claim[]): Promise<ReadonlySet<Claim>> {
  const { rows } = await runStatement(
    touch([
      claims.map(({ queue }) => queue.id),
      claims.map(({ id }) => id),
      claims.map(({ retryCount }) => retryCount),
    ]),
  )
  const tries = new Map((rows as { readonly id: string; readonly tries: number }[]).map((row) => [row.id, row.tries]))
  return new Set(claims.filter(({ id, retryCount }) => tries.get(id) === retryCount))
}

/** The engine's types leave out a count that its answers have. */
function countOf(settled: unknown): number {
  return (settled as { readonly affected: number }).affected
}

const held = `where name = $1 and id = $2::uuid and retry_count = $3::int and state = 'active'`

const giveUp = prepareText('give_up', 'update', `update ashlar_jobs.job set retry_limit = retry_count ${held}`)

const readProgress = prepareText(
  'read_progress',
  'select',
  `select output -> 'progress' as progress from ashlar_jobs.job ${held}`,
)

const release = prepareText(
  'release',
  'update',
  `update ashlar_jobs.job
   set state = case when retry_count = 0 then 'created'::ashlar_jobs.job_state else 'retry' end,
     started_on = null, heartbeat_on = null
   ${held}`,
)

const postpone = prepareText(
  'postpone',
  'update',
  `update ashlar_jobs.job
   set state = case when retry_count = 0 then 'created'::ashlar_jobs.job_state else 'retry' end,
     started_on = null, heartbeat_on = null, start_after = ashlar_jobs.job_now() + $4::int * interval '1s'
   ${held}`,
)

/** The lock keeps a hold from ending in between, which would pass over these jobs. */
const hold = prepareText(
  'hold',
  'update',
  `with held as (select tenant_id from ashlar.tenant_hold where tenant_id = any($3::uuid[]) for share)
   update ashlar_jobs.job
   set state = case when retry_count = 0 then 'created'::ashlar_jobs.job_state else 'retry' end,
     started_on = null, heartbeat_on = null, start_after = 'infinity'
   from unnest($1::text[], $2::uuid[], $3::uuid[]) as claimed (queue, id, tenant_id) join held using (tenant_id)
   where job.name = claimed.queue and job.id = claimed.id and state = 'active'
   returning job.id`,
)

const dueNow = prepareText(
  'due_now',
  'update',
  `update ashlar_jobs.job set start_after = least(start_after, ashlar_jobs.job_now())
   where name = $1 and id = $2::uuid and state < 'active'`,
)

const progressed = prepareText(
  'progress',
  'update',
  `update ashlar_jobs.job set output = coalesce(output, '{}') || $4::jsonb, heartbeat_on = ashlar_jobs.job_now() ${held}`,
)

const touch = prepareText(
  'touch',
  'update',
  `update ashlar_jobs.job set heartbeat_on = ashlar_jobs.job_now()
   from unnest($1::text[], $2::uuid[], $3::int[]) as claimed (queue, id, retry_count)
   where job.name = claimed.queue and job.id = claimed.id and job.retry_count = claimed.retry_count and state = 'active'
   returning job.id, job.retry_count as tries`,
)
