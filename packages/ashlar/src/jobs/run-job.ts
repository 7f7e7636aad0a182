/** Runs one job, in a transaction that also marks it as done. */
import { AshlarError } from '../contract/errors.ts'
import type { JobContext } from '../contract/jobs.ts'
import { type Database, runUnitOfWork, type UnitOfWorkSource } from '../data/runtime.ts'
import { restoreScope } from '../scope/carried-scope.ts'
import type { Claim } from './claim.ts'
import type { Engine } from './engine.ts'
import { jobTakenAway, jobTimedOut, reasonOf } from './errors.ts'
import { readPayload } from './payload.ts'
import { completeJob, failJob, noteProgress, releaseJob } from './settle.ts'
import { runAside } from './statements.ts'

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
  | { readonly kind: 'failed'; readonly error: unknown; readonly dead: boolean }

/** Failures that no further try can change. */
const pointless: ReadonlySet<string> = new Set(['ASH923'])

/** Runs the handler of a claim. A failure is noted, and never raised. */
export async function runJob(claim: Claim, options: RunOptions): Promise<Outcome> {
  try {
    await runHandler(claim, options)
    return { kind: 'done' }
  } catch (error) {
    if (options.away.aborted && error === options.away.reason) return { kind: 'lost' }
    return runAside(options.database.bookkeeping, () => noteFailure(claim, error, options))
  }
}

async function runHandler(claim: Claim, options: RunOptions): Promise<void> {
  const { id, queue, kept, retryCount, enqueuedAt } = claim
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
  await runUnitOfWork(withPatience(options.database.units, queue.timeoutMs), restoreScope(kept.scope), async () => {
    const work = (async () => handle(payload as never, context))()
    await endInTime(work, ended, [options.stop, options.away], jobTimedOut(queue.id, queue.timeoutMs))
    if (!(await completeJob(options.engine, claim))) throw lost(options)
  })
}

/**
 * One statement of a job may take as long as the job. Between its statements it may be silent no longer than others: a
 * process that stalls just before its commit would keep the job from those who want to take it over.
 */
function withPatience(source: UnitOfWorkSource, timeoutMs: number): UnitOfWorkSource {
  return { ...source, statementTimeoutMs: Math.max(source.statementTimeoutMs, timeoutMs) }
}

/** In a transaction of its own, so that it is seen before the job is done, and when it never is. */
async function tellProgress(claim: Claim, options: RunOptions, done: number, note?: string): Promise<void> {
  const held = await runAside(options.database.bookkeeping, () => noteProgress(claim, done, note))
  if (!held) throw lost(options)
}

class ClaimLost extends Error {}

const lost = ({ away }: RunOptions): unknown => (away.aborted ? away.reason : new ClaimLost())

/** Waits for a handler until its time is over, or it is told to end. */
async function endInTime(
  work: Promise<unknown>,
  ended: AbortController,
  signals: readonly AbortSignal[],
  timedOut: AshlarError,
): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    reject(reason)
    ended.abort(reason)
  }
  const listeners = signals.map((signal) => ({ signal, onAbort: () => end(signal.reason) }))
  const timer = setTimeout(() => end(timedOut), Number(timedOut.details.timeoutMs))
  for (const { signal, onAbort } of listeners) signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (const { signal, onAbort } of listeners) if (signal.aborted) onAbort()
    await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    for (const { signal, onAbort } of listeners) signal.removeEventListener('abort', onAbort)
  }
}

async function noteFailure(claim: Claim, error: unknown, { engine, stop }: RunOptions): Promise<Outcome> {
  if (error instanceof ClaimLost) return { kind: 'lost' }
  if (stop.aborted && error === stop.reason) {
    await releaseJob(claim)
    return { kind: 'released' }
  }
  const code = error instanceof AshlarError ? error.code : undefined
  const hopeless = code !== undefined && pointless.has(code)
  const message = reasonOf(error).slice(0, 2_000)
  await failJob(engine, claim, { error: { ...(code === undefined ? {} : { code }), message }, pointless: hopeless })
  return { kind: 'failed', error, dead: hopeless || claim.retryCount >= claim.retryLimit }
}

/** Why a handler is ended whose job is no longer this process's to do. */
export const takenAway = ({ queue }: Claim): AshlarError => jobTakenAway(queue.id)
