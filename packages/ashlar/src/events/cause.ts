/** The event whose handler is running, so that what the handler publishes is told to follow from it. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Cause {
  /** The id of the event. */
  readonly id: string
  /** How many events led to it, one from the other. */
  readonly depth: number
}

const causes = new AsyncLocalStorage<Cause>()

/** Runs the handler of an event. */
export function runFollowing<Result>(cause: Cause, work: () => Result): Result {
  return causes.run(cause, work)
}

/** The event that a call made here follows from, if any. */
export function findCause(): Cause | undefined {
  return causes.getStore()
}
