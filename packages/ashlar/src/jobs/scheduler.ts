/**
 * Fires the times of schedules.
 *
 * The last time that fired stands in the database, and only who moves it on does what the time asks for, in the same
 * transaction: so each time fires once for any number of processes, also when clocks are set back. Where it is not moved on,
 * because its job is paused or it cannot fire, the time is made up for later.
 */
import type { Logger } from 'pino'
import { type Database, runAside, runStatement } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import type { Schedule } from '../time/schedule.ts'
import { prepareText } from './statements.ts'

export interface SchedulerOptions {
  readonly database: Database
  readonly schedules: readonly Schedule[]
  readonly clock: Clock
  readonly log: Logger
}

/** A time of a schedule that has fired. */
export interface FiredTime {
  /** The job, or the event, by its name. */
  readonly job: string
  readonly at: Date
}

/** What came of one look at all schedules. */
interface Look {
  readonly fired: readonly FiredTime[]
  /** The schedules that could not be kept; the others were. */
  readonly failures: readonly { readonly schedule: string; readonly err: unknown }[]
  readonly sleepMs: number
}

/** The longest that a scheduler sleeps, so that a clock that is set is noticed. */
const longestSleepMs = 10_000
/** How soon a schedule that could not be kept is looked at again. */
const troubleMs = 1_000

export class JobScheduler {
  readonly #options: SchedulerOptions
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #state: 'new' | 'started' | 'stopped' = 'new'

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  /** Begins to keep the schedules. A second call does nothing, as does one in an app without schedules. */
  start(): void {
    if (this.#state !== 'new' || this.#options.schedules.length === 0) return
    this.#state = 'started'
    this.#look()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    clearTimeout(this.#timer)
    await this.#looking
  }

  /**
   * Does what is due. A schedule that nobody has kept yet begins now.
   *
   * @returns the times that fired here.
   * @throws the first error of a schedule, once all others have been kept.
   */
  async fire(): Promise<readonly FiredTime[]> {
    const { fired, failures } = await this.#fireAll()
    for (const { err } of failures) throw err
    return fired
  }

  async #fireAll(): Promise<Look> {
    const { database, clock, schedules } = this.#options
    if (schedules.length === 0) return { fired: [], failures: [], sleepMs: longestSleepMs }
    const ids = schedules.map(({ id }) => id)
    const { rows } = await runAside(database.bookkeeping, async () => {
      await runStatement(begin([ids, clock.aheadMs]))
      return runStatement(readTimes([ids, clock.aheadMs]))
    })
    const times = new Map((rows as readonly KeptTime[]).map((row) => [row.job, row]))
    const fired: FiredTime[] = []
    const failures: { schedule: string; err: unknown }[] = []
    let sleepMs = longestSleepMs
    for (const schedule of schedules) {
      const kept = times.get(schedule.id)
      if (kept === undefined) continue
      try {
        for (const at of kept.paused ? [] : await schedule.listDue(kept.last_time, kept.now)) {
          if (await this.#fire(schedule, at)) fired.push({ job: schedule.id, at })
        }
        sleepMs = Math.min(sleepMs, (await schedule.findNext(kept.now)).getTime() - kept.now.getTime())
      } catch (err) {
        failures.push({ schedule: schedule.id, err })
        sleepMs = Math.min(sleepMs, troubleMs)
      }
    }
    return { fired, failures, sleepMs }
  }

  /** @returns whether it was this process that moved the schedule on. */
  async #fire({ id, prepare, fire }: Schedule, at: Date): Promise<boolean> {
    await prepare?.()
    return runAside(this.#options.database.bookkeeping, async () => {
      const { rowCount } = await runStatement(moveOn([id, at]))
      if (rowCount !== 1) return false
      await fire(at)
      return true
    })
  }

  #look(): void {
    const { log } = this.#options
    this.#looking = this.#fireAll()
      .catch((err: unknown) => {
        log.error({ err }, 'Schedules cannot be kept; it is tried again in a moment.')
        return { failures: [], sleepMs: troubleMs }
      })
      .then(({ failures, sleepMs }) => {
        for (const failure of failures) log.error(failure, 'A schedule cannot be kept; it is tried again in a moment.')
        if (this.#state === 'started') this.#timer = setTimeout(() => this.#look(), Math.max(sleepMs, 10)).unref()
      })
  }
}

interface KeptTime {
  readonly job: string
  readonly last_time: Date
  readonly paused: boolean
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
  `select job, last_time, paused.queue is not null as paused, clock_timestamp() + $2::float8 * interval '1ms' as now
   from ashlar.job_schedule left join ashlar.job_pause as paused on paused.queue = job where job = any($1::text[])`,
)

/** Two that fire the same time meet at this row: the second finds it moved on. */
const moveOn = prepareText(
  'schedule_move_on',
  'update',
  'update ashlar.job_schedule set last_time = $2::timestamptz where job = $1 and last_time < $2::timestamptz',
)
