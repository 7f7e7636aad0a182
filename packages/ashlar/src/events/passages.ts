/** Publishes that time has passed, for the handlers that ask for it. */
import type { Logger } from 'pino'
import type { EventDeclaration } from '../contract/events.ts'
import {
  dayHasPassed,
  hourHasPassed,
  monthHasPassed,
  quarterHasPassed,
  weekHasPassed,
  yearHasPassed,
} from '../contract/passages.ts'
import { findNextPassage, listPassages, type Span } from '../time/passages.ts'
import type { Schedule } from '../time/schedule.ts'
import type { HandlerSource } from './handlers.ts'
import type { PublishEvent } from './publish.ts'

/** The events of time, by the stretch of the calendar they are about. */
const passages: Readonly<Record<Span, EventDeclaration>> = {
  hour: hourHasPassed,
  day: dayHasPassed,
  week: weekHasPassed,
  month: monthHasPassed,
  quarter: quarterHasPassed,
  year: yearHasPassed,
}

/** The events that the framework publishes. */
export const frameworkEvents: readonly EventDeclaration[] = Object.values(passages)

export interface PassageOptions {
  readonly publish: PublishEvent
  readonly handlers: readonly HandlerSource[]
  readonly timeZone: string
  readonly log: Logger
}

/** Of what was missed because no process kept time, so many are told, the last ones. */
const longestRecall = 400

/** The schedules of the stretches that a handler asks for by name, or by `ashlar.*`: what nobody asks for is never published. */
export function schedulePassages({ publish, handlers, timeZone, log }: PassageOptions): readonly Schedule[] {
  const asked = new Set(handlers.flatMap(({ events }) => events))
  return Object.entries(passages).flatMap(([key, event]) => {
    const span = key as Span
    if (!asked.has(event.name) && !asked.has('ashlar.*')) return []
    return {
      id: event.name,
      async listDue(after, until) {
        const missed = listPassages(span, timeZone, after, until)
        if (missed.length > longestRecall)
          log.warn(
            { event: event.name, missed: missed.length },
            `Of the time that passed unnoticed the last ${longestRecall} are told.`,
          )
        return missed.slice(-longestRecall).map((each) => each.until)
      },
      findNext: async (after) => findNextPassage(span, timeZone, after).until,
      async fire(at) {
        const { period, from, until } = findNextPassage(span, timeZone, new Date(at.getTime() - 1))
        const payload = { period, from: from.toISOString(), until: until.toISOString(), timeZone }
        // With a key, so that each handler is told in order.
        await publish(event, payload, { key: event.name })
      },
    } satisfies Schedule
  })
}
