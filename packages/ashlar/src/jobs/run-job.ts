/** Runs one job, in a transaction that also marks it as done. */
import { AshlarError } from '../contract/errors.ts'
import type { JobContext } from '../contract/jobs.ts'
import { type Database, runAside, runUnitOfWork } from '../data/runtime.ts'
import { restoreScope } from '../scope/carried-scope.ts'
import { endInTime } from '../time/end-in-time.ts'
import type { Claim } from './claim.ts'
import type { Engine } from './engine.ts'
import { jobSpoilt, jobTakenAway, jobTimedOut, reasonOf } from './errors.ts'
import type { KeptJob } from './kept-job.ts'
import { keepableText } from './kept-text.ts'
import { readPayload } from './payload.ts'
import { completeJob, failJob, noteProgress, postponeJob, releaseJob } from './settle.ts'

export interface RunOptions {
  readonly database: Database
  readonly engine: Engine
  /** Ends the handler before its time when the app can wait no longer. */
  readonly stop: AbortSignal
  /** Ends the handler because the job is no longer this process's to do. */
  readonly away: AbortSignal
}

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'done' }
  /** It was cancelled, or another process has taken it. Nothing of this try is kept. */
  | { readonly kind: 'lost' }
  /** The app could wait no longer; it is due again at once. */
  | { readonly kind: 'released' }
  /** The feature it belongs to is off for whom it acts for; it is looked at again in a while. */
  | { readonly kind: 'postponed' }
  | {
      readonly kind: 'failed'
      readonly error: unknown
      /** It is tried again later, left to a person, or in others' hands by now: they have taken it, or a person has ended it. */
      readonly next: 'retry' | 'person' | 'others'
    }

/** Failures that no further try can change. */
const pointless: ReadonlySet<string> = new Set(['ASH923', 'ASH933'])

/** Runs the handler of a claim. A failure is noted, and never raised. */
export async function runJob(claim: Claim, options: RunOptions): Promise<Outcome> {
  const { kept, queue } = claim
  if (kept === undefined) {
    return runAside(options.database.bookkeeping, () => noteFailure(claim, jobSpoilt(queue.id), options))
  }
  if (queue.gate !== undefined && !queue.gate.isOpenFor(restoreScope(kept.scope))) {
    await runAside(options.database.bookkeeping, () => postponeJob(claim))
    return { kind: 'postponed' }
  }
  try {
    await runHandler(claim, kept, options)
    return { kind: 'done' }
  } catch (error) {
    if (options.away.aborted && error === options.away.reason) return { kind: 'lost' }
    return runAside(options.database.bookkeeping, () => noteFailure(claim, error, options))
  }
}

async function runHandler(claim: Claim, kept: KeptJob, options: RunOptions): Promise<void> {
  const { id, queue, retryCount, enqueuedAt } = claim
  const { declaration, handle } = await queue.open()
  const payload = readPayload(queue.id, declaration, kept.payload)
  const ended = new AbortController()
  const context: JobContext = Object.freeze({
    id,
    attempt: retryCount + 1,
    enqueuedAt,
    scheduledFor: kept.scheduledFor === undefined ? undefined : new Date(kept.scheduledFor),
    signal: ended.signal,
    progress: (done: number, note?: string) => tellProgress(claim, options, done, note),
  })
  const { units } = options.database
  const { timeoutMs } = queue
  const signals = [options.stop, options.away]
  const work = async () => {
    const handled = (async () => handle(payload as never, context))()
    await endInTime(handled, { ended, signals, timeoutMs, timedOut: () => jobTimedOut(queue.id, timeoutMs) })
    if (!(await completeJob(options.engine, claim))) throw lost(options)
  }
  await runUnitOfWork(units, restoreScope(kept.scope), work, {
    // One statement of a job may take as long as the job. Between its statements it may be silent no longer than others: a
    // process that stalls just before its commit would keep the job from those who want to take it over.
    transaction: {
      statementTimeoutMs: Math.max(units.statementTimeoutMs, timeoutMs),
      ...declaration.options.transaction,
    },
    signal: ended.signal,
    // A job is tried again by itself: one that others got in the way of need not wait for that.
    repeatable: true,
  })
}

/** In a transaction of its own, so that it is seen before the job is done, and when it never is. */
async function tellProgress(claim: Claim, options: RunOptions, done: number, note?: string): Promise<void> {
  const held = await runAside(options.database.bookkeeping, () => noteProgress(claim, done, note))
  if (!held) throw lost(options)
}

class ClaimLost extends Error {}

const lost = ({ away }: RunOptions): unknown => (away.aborted ? away.reason : new ClaimLost())

async function noteFailure(claim: Claim, error: unknown, { engine, stop }: RunOptions): Promise<Outcome> {
  if (error instanceof ClaimLost) return { kind: 'lost' }
  if (stop.aborted && error === stop.reason) {
    await releaseJob(claim)
    return { kind: 'released' }
  }
  const code = error instanceof AshlarError ? error.code : undefined
  const hopeless = code !== undefined && pointless.has(code)
  const message = keepableText(reasonOf(error))
  const told = { ...(code === undefined ? {} : { code }), message }
  const noted = await failJob(engine, claim, { error: told, pointless: hopeless })
  const next = hopeless || claim.retryCount >= claim.retryLimit ? 'person' : 'retry'
  return { kind: 'failed', error, next: noted ? next : 'others' }
}

/** Why a handler is ended whose job is no longer this process's to do. */
export const takenAway = ({ queue }: Claim): AshlarError => jobTakenAway(queue.id)
