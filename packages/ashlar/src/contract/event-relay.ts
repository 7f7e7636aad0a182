import { service } from './services.ts'

/** An event on its way out of the app. */
export interface RelayedEvent {
  /** A UUID, the same at every attempt: what receives the event twice knows it by this. */
  readonly id: string
  readonly name: string
  readonly version: number
  /** Plain JSON. */
  readonly payload: unknown
  /** Events with one key are relayed one at a time, in the order of their commits. */
  readonly key: string | undefined
  readonly publishedAt: Date
}

/**
 * Hands chosen events to a broker. What implements it passes `describeEventRelay` of `@ashlar/testing/contracts`.
 */
export interface EventRelay {
  /**
   * Resolves once the broker has the event for good. Rejects when that is not known: the event comes again then, with the
   * same id, so the broker or its consumers must stand receiving it twice.
   */
  relay(event: RelayedEvent, signal: AbortSignal): Promise<void>
}

/** The service that relays the events named by `events.relay` in `app.config.ts`. */
export const eventRelay = service<EventRelay>('event-relay')
