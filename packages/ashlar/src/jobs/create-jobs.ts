/** The jobs of an app: what enqueues, what runs, what keeps schedules, and what people ask of it. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Jobs as DeclaredJobs, Enqueue } from '../contract/jobs.ts'
import type { OwnJobs } from '../contract/own-jobs.ts'
import type { Database } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import type { Schedule } from '../time/schedule.ts'
import { createEngine } from './engine.ts'
import { createEnqueuer } from './enqueue.ts'
import { scheduleJobs } from './job-schedules.ts'
import { createNotifier } from './notifier.ts'
import { createJobOperations, type JobOperations } from './operations.ts'
import { createOwnJobs } from './own-jobs.ts'
import type { Queue } from './queues.ts'
import { JobScheduler } from './scheduler.ts'
import { JobWorker } from './worker.ts'

export interface JobsOptions {
  readonly database: Database
  /** Where notifications are heard. */
  readonly url: string
  readonly queues: readonly Queue[]
  /** What else is done at times of its own. @default nothing */
  readonly schedules?: readonly Schedule[] | undefined
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
  /** What a module may know of its jobs, and do about them. */
  readonly ownOf: (module: string) => OwnJobs
  /** Runs jobs once it is started. */
  readonly worker: JobWorker
  /** Keeps schedules once it is started, those of others too. */
  readonly scheduler: JobScheduler
  readonly operations: JobOperations
  /**
   * Opens the engine, which looks its queues up. What enqueues opens it as well, but within a transaction of bookkeeping it
   * would wait for a connection of the few that such transactions hold.
   *
   * @throws ASH929 when the engine's tables are not there
   */
  readonly open: () => Promise<void>
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
  const operations = createJobOperations({
    database,
    enqueuer,
    notifier,
    wake: (due) => worker.wake(due),
    letGo: (queue) => worker.letGo(queue),
  })
  return {
    enqueuerOf: (module, declared) => createEnqueuer(module, declared, enqueuer),
    ownOf: (module) => createOwnJobs(module, operations),
    worker,
    scheduler: new JobScheduler({
      database,
      schedules: [...scheduleJobs(queues.values(), enqueuer), ...(options.schedules ?? [])],
      clock,
      log,
    }),
    operations,
    open: async () => {
      if (queues.size > 0) await engine.open()
    },
    close: () => engine.close(),
  }
}
