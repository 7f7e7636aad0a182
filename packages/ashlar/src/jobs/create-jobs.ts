/** The jobs of an app: what enqueues, what runs, what keeps schedules, and what people ask of it. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Jobs as DeclaredJobs, Enqueue } from '../contract/jobs.ts'
import type { Database } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import { createEngine } from './engine.ts'
import { createEnqueuer } from './enqueue.ts'
import { createNotifier } from './notifier.ts'
import { createJobOperations, type JobOperations } from './operations.ts'
import type { Queue } from './queues.ts'
import { JobScheduler } from './scheduler.ts'
import { JobWorker } from './worker.ts'

export interface JobsOptions {
  readonly database: Database
  /** Where notifications are heard. */
  readonly url: string
  readonly queues: readonly Queue[]
  readonly clock: Clock
  readonly log: Logger
  /** How many jobs run at once in this process. @default 4 */
  readonly concurrency?: number | undefined
  /** How long jobs are kept once they are done or cancelled, in days. @default 7 */
  readonly retentionDays?: number | undefined
}

export interface Jobs {
  /** Makes the function by which a module enqueues what it declares. */
  readonly enqueuerOf: (module: string, declared: DeclaredJobs) => Enqueue
  /** Runs jobs once it is started. */
  readonly worker: JobWorker
  /** Keeps schedules once it is started. */
  readonly scheduler: JobScheduler
  readonly operations: JobOperations
  /** Lets go of the engine, after the worker and the scheduler have stopped. */
  readonly close: () => Promise<void>
}

/** Prepares the jobs of an app. Nothing runs before the worker is started. */
export function createJobs(options: JobsOptions): Jobs {
  const { database, url, clock, log, concurrency = 4, retentionDays = 7 } = options
  const queues = new Map(options.queues.map((queue) => [queue.id, queue]))
  const sender = randomUUID()
  const engine = createEngine(database, log)
  const notifier = createNotifier(database, sender)
  const worker = new JobWorker({ database, engine, url, queues, notifier, sender, log, concurrency, retentionDays })
  const enqueuer = {
    engine,
    queues,
    clock,
    onEnqueued: (due: readonly string[]) => {
      if (!worker.wake(due)) notifier.notifyDue()
    },
  }
  return {
    enqueuerOf: (module, declared) => createEnqueuer(module, declared, enqueuer),
    worker,
    scheduler: new JobScheduler({ database, queues: queues.values(), enqueuer, clock, log }),
    operations: createJobOperations({
      database,
      engine,
      queues,
      clock,
      notifier,
      wake: (due) => worker.wake(due),
    }),
    close: () => engine.close(),
  }
}
