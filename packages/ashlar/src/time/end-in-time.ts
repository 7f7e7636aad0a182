/** Waits for work that must come to an end. */

export interface EndOptions {
  /** Aborted when the work is told to end. */
  readonly ended: AbortController
  /** Each of them tells it to end, for the signal's own reason. */
  readonly signals: readonly AbortSignal[]
  /** In milliseconds. */
  readonly timeoutMs: number
  /** Makes the error of work that took longer. */
  readonly timedOut: () => Error
}

/**
 * Waits for work until its time is over, or it is told to end. It does not wait for work that goes on regardless.
 *
 * @throws What the work throws, the error of its time, or the reason of a signal.
 */
export async function endInTime(
  work: Promise<unknown>,
  { ended, signals, timeoutMs, timedOut }: EndOptions,
): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    reject(reason)
    ended.abort(reason)
  }
  const listeners = signals.map((signal) => ({ signal, onAbort: () => end(signal.reason) }))
  const timer = setTimeout(() => end(timedOut()), timeoutMs)
  for (const { signal, onAbort } of listeners) signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (const { signal, onAbort } of listeners) if (signal.aborted) onAbort()
    await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    for (const { signal, onAbort } of listeners) signal.removeEventListener('abort', onAbort)
  }
}
