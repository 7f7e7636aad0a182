/** What can be wrong with the jobs that modules declare. */
import { AshlarError } from '../contract/errors.ts'

export function jobNameInvalid(module: string, name: string): AshlarError {
  return new AshlarError(
    'ASH940',
    500,
    `Module "${module}" declares a job called "${name}", which cannot name what waits for it in the database. ` +
      'Use letters, digits, hyphens and underscores, a letter first, 80 at most.',
    { details: { module, name } },
  )
}

export function jobLimitInvalid(module: string, name: string, limit: string, wanted: string): AshlarError {
  return new AshlarError(
    'ASH941',
    500,
    `The job "${name}" of module "${module}" gives a "${limit}" that is not ${wanted}. Correct it in the definition.`,
    { details: { module, name, limit } },
  )
}

export function scheduleInvalid(module: string, name: string, schedule: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH942',
    500,
    `The job "${name}" of module "${module}" has a schedule that cannot be kept, "${schedule}": ${reason}. ` +
      'Write five fields (minute, hour, day of month, month, day of week), or six with seconds first.',
    { details: { module, name, schedule } },
  )
}

export function timeZoneUnknown(module: string, name: string, timeZone: string): AshlarError {
  return new AshlarError(
    'ASH943',
    500,
    `The job "${name}" of module "${module}" has a schedule in the time zone "${timeZone}", which is not known. ` +
      'Name one of the IANA database, such as "Europe/Berlin".',
    { details: { module, name, timeZone } },
  )
}

export function scheduledPayloadRefused(module: string, name: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH944',
    500,
    `The job "${name}" of module "${module}" has a schedule, which enqueues it with {}, but its payload refuses that: ${reason}. ` +
      'Give its fields defaults, or enqueue it from a scheduled job of its own.',
    { details: { module, name } },
  )
}

export function appTimeZoneUnknown(timeZone: string): AshlarError {
  return new AshlarError(
    'ASH585',
    500,
    `timeZone in app.config.ts is ${JSON.stringify(timeZone)}, which is no time zone. Use a name such as Europe/Berlin, or leave it out for UTC.`,
    { details: { timeZone } },
  )
}
