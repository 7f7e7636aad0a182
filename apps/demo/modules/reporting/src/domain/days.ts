/** Days of the calendar, written as `2026-03-02`. */

/** Where the desk stands: its days begin and end there. */
export const timeZone = 'Europe/Berlin'

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })

/** The day that it is at the desk. */
export function dayAt(moment: Date): string {
  return calendar.format(moment)
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/**
 * The days that a report is due for: all that are over and have none, the oldest first, as far back as `most`. Nights in which
 * nothing ran are made up for.
 */
export function daysDue(now: Date, last: string | undefined, most: number): string[] {
  const today = dayAt(now)
  const earliest = addDays(today, -most)
  const after = last === undefined ? undefined : addDays(last, 1)
  const days: string[] = []
  for (let day = after !== undefined && after > earliest ? after : earliest; day < today; day = addDays(day, 1)) {
    days.push(day)
  }
  return days
}
