const calendars = new Map<string, Intl.DateTimeFormat>()

/** The day that a moment belongs to in a time zone, such as `2026-03-02`. */
export function dayIn(timeZone: string, moment: Date): string {
  const known = calendars.get(timeZone)
  const calendar =
    known ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  if (known === undefined) calendars.set(timeZone, calendar)
  return calendar.format(moment)
}
