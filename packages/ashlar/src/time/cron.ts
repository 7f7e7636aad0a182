/** The times that a cron expression names, in its time zone. */
import { CronExpressionParser } from 'cron-parser'

const hourMs = 60 * 60_000
/** How far back the last time is looked for, nearest first, so that few times are counted however rare they are. */
const windowsMs = [hourMs, 24 * hourMs, 32 * 24 * hourMs, 366 * 24 * hourMs, 8 * 366 * 24 * hourMs]
/** Counting begins before a change of the clocks that may just have been: within one, a time would count twice. */
const leadMs = 3 * hourMs

export interface CronTimes {
  readonly schedule: string
  readonly timeZone: string
}

/** Why an expression names no times, or `undefined` when it does. */
export function findCronFault(schedule: string): string | undefined {
  try {
    if (schedule.trim().split(/\s+/).length < 5) return 'it has fewer than five fields'
    CronExpressionParser.parse(schedule, { tz: 'UTC' }).next()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The first time after another. */
export function findNextTime(times: CronTimes, after: Date): Date {
  for (const time of count(times, after.getTime() - leadMs)) {
    if (time.getTime() > after.getTime()) return time
  }
  throw new TypeError(`The schedule "${times.schedule}" has no next time.`)
}

/** The last time after one moment and up to another, or `undefined` when there is none. */
export function findLastTime(times: CronTimes, after: Date, until: Date): Date | undefined {
  for (const windowMs of windowsMs) {
    const from = Math.max(after.getTime(), until.getTime() - windowMs)
    let last: Date | undefined
    for (const time of count(times, from - leadMs)) {
      if (time.getTime() > until.getTime()) break
      if (time.getTime() > from) last = time
    }
    if (last !== undefined || from === after.getTime()) return last
  }
  return undefined
}

function* count({ schedule, timeZone }: CronTimes, from: number): Generator<Date> {
  const times = CronExpressionParser.parse(schedule, { tz: timeZone, currentDate: new Date(from) })
  while (times.hasNext()) yield times.next().toDate()
}
