/** The times that a cron expression names, in its time zone. */
import { Cron } from 'croner'

export interface CronTimes {
  readonly schedule: string
  readonly timeZone: string
}

/** Why an expression names no times, or `undefined` when it does. */
export function findCronFault(schedule: string): string | undefined {
  try {
    const fields = schedule.trim().split(/\s+/).length
    if (fields < 5) return 'it has fewer than five fields'
    if (fields > 6) return 'it has more than six fields'
    return new Cron(schedule, { timezone: 'UTC' }).nextRun() === null ? 'it names no time to come' : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The first time after another. */
export function findNextTime(times: CronTimes, after: Date): Date {
  const next = open(times).nextRun(after)
  if (next === null) throw new TypeError(`The schedule "${times.schedule}" has no next time.`)
  return next
}

/** The first times after another, as many as there are up to a number. */
export function listNextTimes(times: CronTimes, after: Date, count: number): readonly Date[] {
  return open(times).nextRuns(count, after)
}

/** The last time after one moment and up to another, or `undefined` when there is none. */
export function findLastTime(times: CronTimes, after: Date, until: Date): Date | undefined {
  const [last] = open(times).previousRuns(1, new Date(until.getTime() + 1))
  return last !== undefined && last.getTime() > after.getTime() ? last : undefined
}

/** The times after one moment and up to another, in their order. Meant for a short while: it counts each of them. */
export function listTimes(times: CronTimes, after: Date, until: Date): readonly Date[] {
  const cron = open(times)
  const found: Date[] = []
  for (let time = cron.nextRun(after); time !== null && time.getTime() <= until.getTime(); time = cron.nextRun(time)) {
    found.push(time)
  }
  return found
}

function open({ schedule, timeZone }: CronTimes): Cron {
  return new Cron(schedule, { timezone: timeZone })
}
