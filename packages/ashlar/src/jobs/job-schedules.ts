/** When jobs with a schedule are enqueued. */
import { RequestScope } from '../scope/request-scope.ts'
import type { Schedule } from '../time/schedule.ts'
import { type EnqueuerOptions, enqueueScheduled } from './enqueue.ts'
import type { Queue } from './queues.ts'

/** A scheduler that is late by no more than this, on a busy machine, makes up for every time. */
const latelyMs = 10_000

/** The schedules of some kinds of jobs. Of times that were missed longer ago only the last enqueues the job. */
export function scheduleJobs(queues: Iterable<Queue>, enqueuer: EnqueuerOptions): readonly Schedule[] {
  return [...queues].flatMap((queue) => (queue.schedule === null ? [] : scheduleOf(queue, queue.schedule, enqueuer)))
}

/**
 * Whether the feature of a kind of job is on for the whole app. A time that comes while it is off is made up for once it is
 * on: its row is not moved on.
 */
export const isOpen = ({ gate }: Queue): boolean =>
  gate === undefined || gate.isOpenFor(new RequestScope({ id: 'schedule', readOnly: true }))

/** What reads cron expressions takes long to load, so it is loaded with the first that there is. */
function scheduleOf(queue: Queue, schedule: string, enqueuer: EnqueuerOptions): Schedule {
  const times = { schedule, timeZone: queue.timeZone }
  return {
    id: queue.id,
    async listDue(after, until) {
      if (!isOpen(queue)) return []
      const { findLastTime, listTimes } = await import('../time/cron.ts')
      const lately = listTimes(times, new Date(Math.max(after.getTime(), until.getTime() - latelyMs)), until)
      if (lately.length > 0) return lately
      const last = findLastTime(times, after, until)
      return last === undefined ? [] : [last]
    },
    async findNext(after) {
      const { findNextTime } = await import('../time/cron.ts')
      return findNextTime(times, after)
    },
    // Both read by themselves when they are opened, which they could not inside of the transaction.
    prepare: () => Promise.all([queue.open(), enqueuer.engine.open()]),
    async fire(at) {
      const { declaration } = await queue.open()
      await enqueueScheduled(queue, declaration, at, enqueuer)
    },
  }
}
