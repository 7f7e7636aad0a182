/** The passage of time, as events that modules listen to with `after()`. */
import { z } from 'zod'
import { event } from './events.ts'

/** A stretch of the calendar that is over, in the app's time zone. */
const Passage = z.object({
  /** What it is called: `2026-10-25T02:00+02:00`, `2026-10-25`, `2026-W43`, `2026-10`, `2026-Q4` or `2026`. */
  period: z.string(),
  /** Its first moment. */
  from: z.iso.datetime(),
  /** The first moment after it. */
  until: z.iso.datetime(),
  /** The app's time zone, such as `Europe/Berlin`. */
  timeZone: z.string(),
})

/** What a handler is told of a stretch of time that has passed. */
export type Passed = z.output<typeof Passage>

const passage = <const Name extends `${string}.${string}`>(name: Name) => event(name, { version: 1, payload: Passage })

export const hourHasPassed = passage('ashlar.hour-has-passed')
export const dayHasPassed = passage('ashlar.day-has-passed')
/** Weeks begin on Monday. */
export const weekHasPassed = passage('ashlar.week-has-passed')
export const monthHasPassed = passage('ashlar.month-has-passed')
export const quarterHasPassed = passage('ashlar.quarter-has-passed')
export const yearHasPassed = passage('ashlar.year-has-passed')
