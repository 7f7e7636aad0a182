/** What people and programs may ask of the schedules of jobs, and do about them. */
import { type Database, runAside, runStatement } from '../data/runtime.ts'
import type { CronTimes } from '../time/cron.ts'
import { type EnqueuerOptions, enqueueScheduled } from './enqueue.ts'
import { scheduleUnknown } from './errors.ts'
import { isOpen } from './job-schedules.ts'
import type { Queue } from './queues.ts'
import { prepareText } from './statements.ts'

export interface ScheduleFacts {
  readonly job: string
  readonly schedule: string
  readonly timeZone: string
  readonly paused: boolean
  /** The last time that fired, or when the schedule began. `null` when nobody has kept it yet. */
  readonly lastAt: Date | null
  readonly nextAt: Date
  /** For how long a time that is due has not fired, in seconds; 0 while its job is paused or its feature is off. */
  readonly lateSeconds: number
}

/** A schedule with what comes of it. */
export interface ScheduleDetails extends ScheduleFacts {
  /** The next times, the soonest first. */
  readonly nextTimes: readonly Date[]
}

export interface ScheduleOperations {
  readonly schedules: () => Promise<readonly ScheduleFacts[]>
  /** @throws ASH934 when no module has such a schedule. */
  readonly showSchedule: (job: string) => Promise<ScheduleDetails>
  /**
   * Enqueues what a schedule asks for now, besides its times.
   *
   * @returns the id of the job; `undefined` when the job is unique and one waits or runs already
   * @throws ASH934 when no module has such a schedule
   */
  readonly fireSchedule: (job: string) => Promise<string | undefined>
}

/** How many of the times to come are told. */
const toldTimes = 5

export function createScheduleOperations(database: Database, enqueuer: EnqueuerOptions): ScheduleOperations {
  const { queues, clock, engine } = enqueuer
  const aside = <Result>(work: () => Promise<Result>) => runAside(database.bookkeeping, work)
  const scheduled = [...queues.values()].filter(hasSchedule)

  function find(job: string): ScheduledQueue {
    const found = scheduled.find(({ id }) => id === job)
    if (found === undefined) {
      throw scheduleUnknown(
        job,
        scheduled.map(({ id }) => id),
      )
    }
    return found
  }

  async function read(asked: readonly ScheduledQueue[]): Promise<(ScheduleFacts & { readonly now: Date })[]> {
    const { findNextTime } = await import('../time/cron.ts')
    const { rows } = await aside(() => runStatement(readSchedules([asked.map(({ id }) => id), clock.aheadMs])))
    const kept = new Map((rows as ScheduleRow[]).map((row) => [row.job, row]))
    return asked.map((queue) => {
      const { id: job, schedule, timeZone } = queue
      const times: CronTimes = { schedule, timeZone }
      const { last_time: lastAt = null, paused = false, now = new Date() } = kept.get(job) ?? {}
      const due = lastAt === null ? now : findNextTime(times, lastAt)
      const lateSeconds = paused || !isOpen(queue) ? 0 : Math.max(0, now.getTime() - due.getTime()) / 1_000
      return { job, ...times, paused, lastAt, nextAt: findNextTime(times, now), lateSeconds, now }
    })
  }

  return {
    async schedules() {
      return (await read(scheduled)).map(({ now: _now, ...facts }) => facts)
    },
    async showSchedule(job) {
      const { listNextTimes } = await import('../time/cron.ts')
      const queue = find(job)
      const [found] = await read([queue])
      if (found === undefined) throw new TypeError(`The schedule of "${job}" was asked for and not read.`)
      const { now, ...facts } = found
      return { ...facts, nextTimes: listNextTimes(queue, now, toldTimes) }
    },
    async fireSchedule(job) {
      const queue = find(job)
      // Both read by themselves when they are opened, which they could not inside of the transaction.
      const [{ declaration }] = await Promise.all([queue.open(), engine.open()])
      return aside(() => enqueueScheduled(queue, declaration, new Date(Date.now() + clock.aheadMs), enqueuer))
    },
  }
}

type ScheduledQueue = Queue & { readonly schedule: string }

const hasSchedule = (queue: Queue): queue is ScheduledQueue => queue.schedule !== null

interface ScheduleRow {
  readonly job: string
  readonly last_time: Date | null
  readonly paused: boolean
  readonly now: Date
}

const readSchedules = prepareText(
  'read_schedules',
  'select',
  `select wanted.job, last_time, paused.queue is not null as paused,
     clock_timestamp() + $2::float8 * interval '1ms' as now
   from unnest($1::text[]) as wanted (job) left join ashlar.job_schedule using (job)
     left join ashlar.job_pause as paused on paused.queue = wanted.job`,
)
