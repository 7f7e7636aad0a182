/** Delivers one event to one handler, in a transaction that also notes it as done. */
import { AshlarError } from '../contract/errors.ts'
import type { DeliveredEvent } from '../contract/events.ts'
import type { AfterOptions } from '../contract/listeners.ts'
import { type Database, runUnitOfWork } from '../data/runtime.ts'
import { restoreScope } from '../scope/carried-scope.ts'
import { defaultTries, waitAfter } from './backoff.ts'
import { runFollowing } from './cause.ts'
import { type Claim, runAside } from './claim.ts'
import { argumentsOf, openEnvelope } from './envelope.ts'
import { handlerInterrupted, handlerTimedOut, reasonOf } from './errors.ts'
import type { HandlerSource, OpenedHandler } from './handlers.ts'
import { completeDelivery, failDelivery, releaseDelivery } from './settle.ts'

export interface DeliverOptions {
  readonly database: Database
  /** Ends the handler before its time when the app can wait no longer. */
  readonly stop: AbortSignal
}

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Somebody else has taken it, or a person has discarded it, before its handler began. */
  | { readonly kind: 'lost' }
  /** The app could wait no longer; it is due again at once. */
  | { readonly kind: 'released' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly dead: boolean }

/** Marks a transaction that ends because its claim no longer held. */
class ClaimLost extends Error {}

const defaultTimeoutMs = 30_000

/** Failures that no further try can change. */
const pointless: ReadonlySet<string> = new Set(['ASH485', 'ASH488'])

/** Runs the handler of a claim. A failure is noted, and never raised. */
export async function deliver(claim: Claim, source: HandlerSource, options: DeliverOptions): Promise<Outcome> {
  let tries = defaultTries
  try {
    const opened = await source.open()
    const limits: AfterOptions = opened.listener.options
    tries = limits.tries ?? defaultTries
    // A handler that ends its process never fails; its attempts count all the same.
    if (claim.attempt > tries) throw handlerInterrupted(claim.handler, tries)
    await runHandler(claim, opened, limits.timeoutMs ?? defaultTimeoutMs, options)
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof ClaimLost) return { kind: 'lost' }
    return runAside(options.database.bookkeeping, () => noteFailure(claim, tries, error, options.stop))
  }
}

async function runHandler(
  claim: Claim,
  { listener, handle }: OpenedHandler,
  timeoutMs: number,
  { database, stop }: DeliverOptions,
): Promise<void> {
  const { event, attempt, handler, id, publishedAt } = claim
  const ended = new AbortController()
  const envelope: DeliveredEvent = {
    ...openEnvelope(event, listener),
    attempt,
    idempotencyKey: `${event.id}.${id}`,
    publishedAt,
    signal: ended.signal,
  }
  await runFollowing(event, () =>
    runUnitOfWork(database.units, restoreScope(event.scope), async () => {
      if (!(await completeDelivery(claim))) throw new ClaimLost()
      const work = Promise.resolve(handle(...argumentsOf(envelope, listener)))
      await endInTime(work, { ended, stop, timeoutMs, timedOut: () => handlerTimedOut(handler, timeoutMs) })
    }),
  )
}

interface EndOptions {
  /** Aborted when the handler is ended. */
  readonly ended: AbortController
  readonly stop: AbortSignal
  readonly timeoutMs: number
  readonly timedOut: () => AshlarError
}

/** Waits for a handler until its time is over, or the app has to stop. */
async function endInTime(work: Promise<unknown>, { ended, stop, timeoutMs, timedOut }: EndOptions): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    reject(reason)
    ended.abort(reason)
  }
  const onStop = () => end(stop.reason)
  const timer = setTimeout(() => end(timedOut()), timeoutMs)
  stop.addEventListener('abort', onStop, { once: true })
  try {
    if (stop.aborted) throw stop.reason
    await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', onStop)
  }
}

async function noteFailure(claim: Claim, tries: number, error: unknown, stop: AbortSignal): Promise<Outcome> {
  if (stop.aborted && error === stop.reason) {
    await releaseDelivery(claim)
    return { kind: 'released' }
  }
  const code = error instanceof AshlarError ? error.code : undefined
  const dead = claim.attempt >= tries || (code !== undefined && pointless.has(code))
  await failDelivery(claim, {
    error: { ...(code === undefined ? {} : { code }), message: reasonOf(error).slice(0, 2_000) },
    retryInSeconds: dead ? undefined : waitAfter(claim.attempt),
  })
  return { kind: 'failed', error, dead }
}
