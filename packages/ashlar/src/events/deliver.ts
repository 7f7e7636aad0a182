/** Delivers one event to one handler, in a transaction that also notes it as done. */
import { AshlarError } from '../contract/errors.ts'
import type { DeliveredEvent } from '../contract/events.ts'
import type { AfterOptions } from '../contract/listeners.ts'
import { type Database, runAside, runUnitOfWork } from '../data/runtime.ts'
import { parseCarriedScope, restoreScope } from '../scope/carried-scope.ts'
import { endInTime } from '../time/end-in-time.ts'
import { defaultTries, waitAfter } from './backoff.ts'
import { runFollowing } from './cause.ts'
import type { Claim } from './claim.ts'
import { ClaimGuard } from './claim-guard.ts'
import { argumentsOf, openEnvelope } from './envelope.ts'
import { eventSpoilt, handlerInterrupted, handlerTimedOut, reasonOf } from './errors.ts'
import type { HandlerSource, OpenedHandler } from './handlers.ts'
import { completeDelivery, failDelivery, holdDelivery, releaseDelivery } from './settle.ts'

export interface DeliverOptions {
  readonly database: Database
  /** Ends the handler before its time when the app can wait no longer. */
  readonly stop: AbortSignal
}

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Somebody else has taken it, a person has discarded it or suspended its tenant, before its handler began. */
  | { readonly kind: 'lost' }
  /** The app could wait no longer; it is due again at once. */
  | { readonly kind: 'released' }
  | {
      readonly kind: 'failed'
      readonly error: unknown
      /** It is tried again later, left to a person, or in others' hands by now: they have taken it, or a person has given it up. */
      readonly next: 'retry' | 'person' | 'others'
    }

/** Marks a transaction that ends because its claim no longer held, or its tenant's work waits. */
class ClaimLost extends Error {}

const defaultTimeoutMs = 30_000

/** Failures that no further try can change. */
const pointless: ReadonlySet<string> = new Set(['ASH485', 'ASH488', 'ASH970'])

/** Runs the handler of a claim. A failure is noted, and never raised. */
export async function deliver(claim: Claim, source: HandlerSource, options: DeliverOptions): Promise<Outcome> {
  const guard = new ClaimGuard(options.database.bookkeeping, claim)
  let tries = defaultTries
  try {
    const opened = await source.open()
    const limits: AfterOptions = opened.listener.options
    tries = limits.tries ?? defaultTries
    // A handler that ends its process never fails; its attempts count all the same.
    if (claim.attempt > tries) throw handlerInterrupted(claim.handler, tries)
    await runHandler(claim, opened, limits.timeoutMs ?? defaultTimeoutMs, { ...options, guard })
    await guard.release()
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof ClaimLost) {
      await runAside(options.database.bookkeeping, () => holdDelivery(claim))
      return { kind: 'lost' }
    }
    return guard.note(() => noteFailure(claim, tries, error, options.stop))
  }
}

async function runHandler(
  claim: Claim,
  { listener, handle }: OpenedHandler,
  timeoutMs: number,
  { database, stop, guard }: DeliverOptions & { readonly guard: ClaimGuard },
): Promise<void> {
  const { event, attempt, handler, id, publishedAt } = claim
  const scope = parseCarriedScope(event.scope)
  if (scope === undefined) throw eventSpoilt(event.name)
  const ended = new AbortController()
  const undone = new AbortController()
  const { transaction } = listener.options as AfterOptions
  const envelope: DeliveredEvent = {
    ...openEnvelope(event, listener),
    attempt,
    idempotencyKey: `${event.id}.${id}`,
    publishedAt,
    signal: ended.signal,
  }
  await runFollowing(event, () =>
    runUnitOfWork(
      database.units,
      restoreScope(scope),
      async () => {
        // A try that others got in the way of may have left it behind.
        await guard.release()
        if (!(await completeDelivery(claim))) throw new ClaimLost()
        try {
          await endInTime(Promise.resolve(handle(...argumentsOf(envelope, listener))), {
            ended,
            signals: [stop],
            timeoutMs,
            timedOut: () => handlerTimedOut(handler, timeoutMs),
          })
        } finally {
          await guard.hold()
          if (ended.signal.aborted) undone.abort(ended.signal.reason)
        }
      },
      // It is tried again by itself after a failure: one that others got in the way of need not wait for that.
      { transaction, signal: undone.signal, repeatable: true },
    ),
  )
}

async function noteFailure(claim: Claim, tries: number, error: unknown, stop: AbortSignal): Promise<Outcome> {
  if (stop.aborted && error === stop.reason) {
    await releaseDelivery(claim)
    return { kind: 'released' }
  }
  const code = error instanceof AshlarError ? error.code : undefined
  const dead = claim.attempt >= tries || (code !== undefined && pointless.has(code))
  const noted = await failDelivery(claim, {
    error: { ...(code === undefined ? {} : { code }), message: reasonOf(error).slice(0, 2_000) },
    retryInSeconds: dead ? undefined : waitAfter(claim.attempt),
  })
  const next = dead ? 'person' : 'retry'
  return { kind: 'failed', error, next: noted ? next : 'others' }
}
