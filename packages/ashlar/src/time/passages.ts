/** The hours, days, weeks, months, quarters and years of a time zone: when each ends, and what it is called. */

/** A stretch of the calendar. */
export type Span = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A stretch that is over. */
export interface Passage {
  /** `2026-10-25T02:00+02:00`, `2026-10-25`, `2026-W43`, `2026-10`, `2026-Q4` or `2026`. */
  readonly period: string
  readonly from: Date
  /** The first moment after it. */
  readonly until: Date
}

/** A date of the calendar, as the start of that day in UTC: for counting only. */
type CalendarDate = Date

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** No clock is further from UTC, with a day's change to spare. */
const farthestMs = 17 * hourMs

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, moment: number): number {
  const known = formats.get(timeZone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  if (known === undefined) formats.set(timeZone, format)
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / minuteMs) * minuteMs
}

const dateAt = (timeZone: string, moment: number): CalendarDate =>
  new Date(Math.floor((moment + offsetAt(timeZone, moment)) / dayMs) * dayMs)

/** The first moment of a day: not always midnight, which a change of the clocks may skip. */
function startOfDay(timeZone: string, date: CalendarDate): Date {
  let before = Math.floor((date.getTime() - farthestMs) / minuteMs)
  let after = Math.ceil((date.getTime() + farthestMs) / minuteMs)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dateAt(timeZone, middle * minuteMs).getTime() >= date.getTime()) after = middle
    else before = middle
  }
  return new Date(after * minuteMs)
}

/** The first moment after another at which the clocks of a zone show a full hour. */
function nextHour(timeZone: string, after: number): Date {
  const next = after - modulo(after + offsetAt(timeZone, after), hourMs) + hourMs
  // Clocks that change by half an hour meet their next full hour earlier or later.
  const beside = modulo(next + offsetAt(timeZone, next), hourMs)
  if (beside === 0) return new Date(next)
  return new Date(next - beside > after ? next - beside : next - beside + hourMs)
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

const make = (year: number, month: number, day = 1): CalendarDate => new Date(Date.UTC(year, month, day))

/** The first day of the stretch that a day is in. */
const firstDays: Readonly<Record<Exclude<Span, 'hour'>, (date: CalendarDate) => CalendarDate>> = {
  day: (date) => date,
  week: (date) => new Date(date.getTime() - modulo(date.getUTCDay() - 1, 7) * dayMs),
  month: (date) => make(date.getUTCFullYear(), date.getUTCMonth()),
  quarter: (date) => make(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3),
  year: (date) => make(date.getUTCFullYear(), 0),
}

const nextFirstDays: typeof firstDays = {
  day: (first) => new Date(first.getTime() + dayMs),
  week: (first) => new Date(first.getTime() + 7 * dayMs),
  month: (first) => make(first.getUTCFullYear(), first.getUTCMonth() + 1),
  quarter: (first) => make(first.getUTCFullYear(), first.getUTCMonth() + 3),
  year: (first) => make(first.getUTCFullYear() + 1, 0),
}

const names: Readonly<Record<Exclude<Span, 'hour'>, (first: CalendarDate) => string>> = {
  day: (first) => first.toISOString().slice(0, 10),
  week: nameOfWeek,
  month: (first) => first.toISOString().slice(0, 7),
  quarter: (first) => `${first.toISOString().slice(0, 4)}-Q${Math.floor(first.getUTCMonth() / 3) + 1}`,
  year: (first) => first.toISOString().slice(0, 4),
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function nameOfWeek(monday: CalendarDate): string {
  const thursday = new Date(monday.getTime() + 3 * dayMs)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - make(year, 0).getTime()) / dayMs / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

function nameOfHour(timeZone: string, from: number): string {
  const offset = offsetAt(timeZone, from) / minuteMs
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
  return `${new Date(from + offset * minuteMs).toISOString().slice(0, 16)}${zone}`
}

/** The first stretch that ends after a moment. */
export function findNextPassage(span: Span, timeZone: string, after: Date): Passage {
  const moment = after.getTime()
  if (span === 'hour') {
    const until = nextHour(timeZone, moment)
    const from = nextHour(timeZone, until.getTime() - hourMs - minuteMs)
    return { period: nameOfHour(timeZone, from.getTime()), from, until }
  }
  const first = firstDays[span](dateAt(timeZone, moment))
  return {
    period: names[span](first),
    from: startOfDay(timeZone, first),
    until: startOfDay(timeZone, nextFirstDays[span](first)),
  }
}

/** The stretches that ended after one moment and up to another, in order. */
export function listPassages(span: Span, timeZone: string, after: Date, until: Date): readonly Passage[] {
  const found: Passage[] = []
  for (let next = findNextPassage(span, timeZone, after); next.until <= until; ) {
    found.push(next)
    next = findNextPassage(span, timeZone, next.until)
  }
  return found
}
