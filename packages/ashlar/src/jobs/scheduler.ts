/**
 * Enqueues what schedules ask for.
 *
 * The last time that fired stands in the database, and only who moves it on enqueues the job, in the same transaction: so
 * each time fires once for any number of processes, also when clocks are set back.
 */
import type { Logger } from 'pino'
import type { Database } from '../data/runtime.ts'
import { runStatement } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import { type EnqueuerOptions, enqueueScheduled } from './enqueue.ts'
import type { Queue } from './queues.ts'
import { prepareText, runAside } from './statements.ts'

export interface SchedulerOptions {
  readonly database: Database
  readonly queues: Iterable<Queue>
  readonly enqueuer: EnqueuerOptions
  readonly clock: Clock
  readonly log: Logger
}

/** A time of a schedule that has fired. */
export interface FiredTime {
  readonly job: string
  readonly at: Date
}

interface ScheduledQueue extends Queue {
  readonly schedule: string
}

/** The longest that a scheduler sleeps, so that a clock that is set is noticed. */
const longestSleepMs = 10_000

export class JobScheduler {
  readonly #options: SchedulerOptions
  readonly #scheduled: readonly ScheduledQueue[]
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #state: 'new' | 'started' | 'stopped' = 'new'

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#scheduled = [...options.queues].filter((queue): queue is ScheduledQueue => queue.schedule !== null)
  }

  /** Begins to keep the schedules. A second call does nothing, as does one in an app without schedules. */
  start(): void {
    if (this.#state !== 'new' || this.#scheduled.length === 0) return
    this.#state = 'started'
    this.#look()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    clearTimeout(this.#timer)
    await this.#looking
  }

  /** Enqueues what is due. A schedule that nobody has kept yet begins now. @returns the times that fired here. */
  async fire(): Promise<readonly FiredTime[]> {
    return (await this.#fireAll()).fired
  }

  async #fireAll(): Promise<{ readonly fired: readonly FiredTime[]; readonly sleepMs: number }> {
    if (this.#scheduled.length === 0) return { fired: [], sleepMs: longestSleepMs }
    const { database, clock } = this.#options
    const { findLastTime, findNextTime } = await import('../time/cron.ts')
    const jobs = this.#scheduled.map(({ id }) => id)
    const { rows } = await runAside(database.bookkeeping, async () => {
      await runStatement(begin([jobs, clock.aheadMs]))
      return runStatement(readTimes([jobs, clock.aheadMs]))
    })
    const times = new Map((rows as readonly KeptTime[]).map((row) => [row.job, row]))
    const fired: FiredTime[] = []
    let sleepMs = longestSleepMs
    for (const queue of this.#scheduled) {
      const kept = times.get(queue.id)
      if (kept === undefined) continue
      const at = findLastTime(queue, kept.last_time, kept.now)
      if (at !== undefined && (await this.#fire(queue, at))) fired.push({ job: queue.id, at })
      sleepMs = Math.min(sleepMs, findNextTime(queue, kept.now).getTime() - kept.now.getTime())
    }
    return { fired, sleepMs }
  }

  /** @returns whether it was this process that moved the schedule on. */
  async #fire(queue: ScheduledQueue, at: Date): Promise<boolean> {
    const { database, enqueuer } = this.#options
    const { declaration } = await queue.open()
    // It reads by itself when it is opened, which it could not inside of the transaction.
    await enqueuer.engine.open()
    return runAside(database.bookkeeping, async () => {
      const { rowCount } = await runStatement(moveOn([queue.id, at]))
      if (rowCount !== 1) return false
      await enqueueScheduled(queue, declaration, at, enqueuer)
      return true
    })
  }

  #look(): void {
    this.#looking = this.#fireAll()
      .catch((err: unknown) => {
        this.#options.log.error({ err }, 'Schedules cannot be kept; it is tried again in a moment.')
        return { sleepMs: 1_000 }
      })
      .then(({ sleepMs }) => {
        if (this.#state === 'started') this.#timer = setTimeout(() => this.#look(), Math.max(sleepMs, 10)).unref()
      })
  }
}

interface KeptTime {
  readonly job: string
  readonly last_time: Date
  readonly now: Date
}

const begin = prepareText(
  'schedule_begin',
  'insert',
  `insert into ashlar.job_schedule (job, last_time)
   select job, clock_timestamp() + $2::float8 * interval '1ms' from unnest($1::text[]) as scheduled (job)
   on conflict do nothing`,
)

const readTimes = prepareText(
  'schedule_read',
  'select',
  `select job, last_time, clock_timestamp() + $2::float8 * interval '1ms' as now
   from ashlar.job_schedule where job = any($1::text[])`,
)

/** Two that fire the same time meet at this row: the second finds it moved on. */
const moveOn = prepareText(
  'schedule_move_on',
  'update',
  'update ashlar.job_schedule set last_time = $2::timestamptz where job = $1 and last_time < $2::timestamptz',
)
