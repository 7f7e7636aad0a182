/** The checks of the jobs that modules declare. */
import type { AshlarError } from '../contract/errors.ts'
import { longestMs } from '../time/longest-ms.ts'
import type { AppConfig } from './app-config.ts'
import { appTimeZoneUnknown, jobLimitInvalid, jobNameInvalid, scheduleInvalid, timeZoneUnknown } from './job-errors.ts'
import type { ManifestJob, ModuleManifest } from './manifest.ts'

/** Names stand in the database, beside what waits for them. */
const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,79}$/

/** Every problem that the jobs of a set of modules have. */
export function checkJobs(manifests: readonly ModuleManifest[]): AshlarError[] {
  return manifests.flatMap(({ id, jobs }) =>
    jobs.flatMap((job) => [
      ...(namePattern.test(job.name) ? [] : [jobNameInvalid(id, job.name)]),
      ...checkLimits(id, job),
      ...checkTimeZone(id, job),
    ]),
  )
}

function checkLimits(module: string, job: ManifestJob): AshlarError[] {
  const wholeFrom = (least: number) => (value: number) => Number.isInteger(value) && value >= least
  const limits: readonly (readonly [keyof ManifestJob, (value: number) => boolean, string])[] = [
    ['tries', wholeFrom(1), 'a whole number from 1'],
    ['delaySeconds', wholeFrom(0), 'a whole number of seconds from 0'],
    ['longestDelaySeconds', wholeFrom(1), 'a whole number of seconds from 1'],
    [
      'timeoutMs',
      (value) => wholeFrom(1)(value) && value <= longestMs,
      `a whole number of milliseconds from 1 to ${longestMs}`,
    ],
    ['concurrency', wholeFrom(1), 'a whole number from 1'],
    ['ratePerSecond', (value) => value > 0 && Number.isFinite(value), 'a number above 0'],
    ['priority', Number.isInteger, 'a whole number'],
  ]
  return limits
    .filter(([limit, isRight]) => job[limit] !== null && !isRight(job[limit] as number))
    .map(([limit, , wanted]) => jobLimitInvalid(module, job.name, limit, wanted))
}

function checkTimeZone(module: string, { name, schedule, timeZone }: ManifestJob): AshlarError[] {
  return schedule === null || isTimeZone(timeZone) ? [] : [timeZoneUnknown(module, name, timeZone)]
}

/** A time zone of the app that is none. */
export function checkAppTimeZone({ timeZone }: AppConfig): AshlarError[] {
  return timeZone === undefined || isTimeZone(timeZone) ? [] : [appTimeZoneUnknown(timeZone)]
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Every schedule that names no times. What reads schedules is loaded when there is one: it takes long to load. */
export async function checkSchedules(manifests: readonly ModuleManifest[]): Promise<AshlarError[]> {
  const scheduled = manifests.flatMap(({ id, jobs }) =>
    jobs.flatMap(({ name, schedule }) => (schedule === null ? [] : [{ id, name, schedule }])),
  )
  if (scheduled.length === 0) return []
  const { findCronFault } = await import('../time/cron.ts')
  return scheduled.flatMap(({ id, name, schedule }) => {
    const fault = findCronFault(schedule)
    return fault === undefined ? [] : [scheduleInvalid(id, name, schedule, fault)]
  })
}
