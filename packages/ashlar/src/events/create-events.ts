/** The events of an app: what publishes, what delivers, and what people ask of it. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { EventDeclaration } from '../contract/events.ts'
import type { Database } from '../data/runtime.ts'
import type { Schedule } from '../time/schedule.ts'
import { createHandlers, type HandlerSource } from './handlers.ts'
import { createNotifier } from './notifier.ts'
import { createEventOperations, type EventOperations } from './operations.ts'
import { frameworkEvents, schedulePassages } from './passages.ts'
import { createPublisher, type PublishEvent } from './publish.ts'
import { EventWorker } from './worker.ts'

export interface EventsOptions {
  readonly database: Database
  /** Where notifications are heard. */
  readonly url: string
  /** The time zone in which hours, days and longer stretches pass. @default 'UTC' */
  readonly timeZone: string
  /** In boot order. */
  readonly handlers: readonly HandlerSource[]
  readonly log: Logger
  /** How many handlers run at once in this process. @default 4 */
  readonly concurrency?: number | undefined
  /** How long the worker relies on being woken before it looks by itself, in milliseconds. @default 1000 */
  readonly pollMs?: number | undefined
  /** How long events are kept once they are handled, in days. @default 30 */
  readonly retentionDays?: number | undefined
}

export interface Events {
  /** Makes the function by which a module publishes what it declares. */
  readonly publisherOf: (module: string, declared: readonly EventDeclaration[]) => PublishEvent
  /** When the framework's own events are published. */
  readonly schedules: readonly Schedule[]
  /** Delivers once it is started. */
  readonly worker: EventWorker
  readonly operations: EventOperations
}

/** Prepares the events of an app. Nothing is delivered before the worker is started. */
export function createEvents(options: EventsOptions): Events {
  const { database, url, log, concurrency = 4, pollMs = 1_000, retentionDays = 30, timeZone } = options
  const handlers = createHandlers(options.handlers)
  const sender = randomUUID()
  const notifier = createNotifier(database, sender)
  const worker = new EventWorker({
    database,
    url,
    handlers,
    notifier,
    sender,
    log,
    concurrency,
    pollMs,
    retentionDays,
  })
  const onPublished = (listening: readonly string[]) => {
    if (!worker.wake(listening)) notifier.notify()
  }
  const publisherOf = (module: string, declared: readonly EventDeclaration[]) =>
    createPublisher({ module, declared, handlers, onPublished })
  return {
    publisherOf,
    schedules: schedulePassages({
      publish: publisherOf('ashlar', frameworkEvents),
      handlers: options.handlers,
      timeZone,
      log,
    }),
    worker,
    operations: createEventOperations({ database, handlers, notifier, wake: (ids) => worker.wake(ids) }),
  }
}
