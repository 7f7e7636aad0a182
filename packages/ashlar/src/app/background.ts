import type { HistoryKeeper } from '../data/runtime.ts'
import type { Events } from '../events/create-events.ts'
import type { Jobs } from '../jobs/create-jobs.ts'
import type { Notices } from '../notices/create-notices.ts'
import { partsOf, type Role } from '../settings/process-role.ts'

/** What an app does besides answering requests. */
export interface Background {
  /** Delivers events. */
  readonly deliveries: Events['worker']
  /** Runs jobs. */
  readonly jobs: Jobs['worker']
  /** Seals the history of changes, and lets go of what was kept for long enough. */
  readonly history: HistoryKeeper
  /** Hears what other processes have changed. */
  readonly notices: Pick<Notices, 'start' | 'stop'>
  /** Keeps the schedules of jobs, and tells that time has passed. */
  readonly schedules: Jobs['scheduler']
  /** Starts what a role does, and nothing once it was stopped. @throws ASH929 when the tables of the job engine are not there. */
  readonly start: (role: Role | readonly Role[]) => Promise<void>
  /** Takes nothing more, and waits for what is running; after `graceMs` that is undone and left to be taken up again. */
  readonly stop: (graceMs: number) => Promise<void>
}

/** Joins what an app does besides answering requests. */
export function createBackground(
  { worker: deliveries }: Events,
  { worker, scheduler, open }: Jobs,
  notices: Background['notices'],
  history: HistoryKeeper,
): Background {
  let stopped = false
  return {
    deliveries,
    jobs: worker,
    schedules: scheduler,
    notices,
    history,
    async start(role) {
      await open()
      // It may have been stopped meanwhile: what began now nobody would end.
      if (stopped) return
      notices.start()
      const parts = partsOf(role)
      if (parts.has('worker')) for (const each of [deliveries, worker, history]) each.start()
      if (parts.has('scheduler')) scheduler.start()
    },
    async stop(graceMs) {
      stopped = true
      await Promise.all([deliveries.stop(graceMs), worker.stop(graceMs), scheduler.stop(), history.stop()])
      await notices.stop()
    },
  }
}
