/** Every error that jobs can raise. Messages name modules and jobs; never what a job was given. */
import { AshlarError } from '../contract/errors.ts'

export function enqueuedOutside(job: string): AshlarError {
  return new AshlarError(
    'ASH920',
    500,
    `The job "${job}" was enqueued outside of a unit of work. Enqueue it in a handler, a job or a command, or open one with runDetached().`,
    { details: { job } },
  )
}

export function enqueuedWhileReading(job: string): AshlarError {
  return new AshlarError(
    'ASH921',
    500,
    `The job "${job}" was enqueued by a request that may only read. Enqueue it in one that may write, such as a POST.`,
    { details: { job } },
  )
}

export function payloadInvalid(job: string, reason: string, cause?: unknown): AshlarError {
  return new AshlarError(
    'ASH922',
    500,
    `The job "${job}" was enqueued with a payload that does not fit its schema: ${reason}. Correct the call or the schema.`,
    { details: { job }, cause },
  )
}

export function payloadUnreadable(job: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH923',
    500,
    `A payload that waited for the job "${job}" does not fit its schema any more: ${reason}. ` +
      'Let the schema read what was enqueued before, then retry the job; or discard it.',
    { details: { job } },
  )
}

export function jobSpoilt(job: string): AshlarError {
  return new AshlarError(
    'ASH933',
    500,
    `What is kept for the job "${job}" is not as the framework wrote it, so it cannot be run. Look at it with "ashlar jobs show", mend the row, then retry the job; or discard it.`,
    { details: { job } },
  )
}

export function jobTimedOut(job: string, timeoutMs: number): AshlarError {
  return new AshlarError(
    'ASH924',
    500,
    `The job "${job}" took longer than ${timeoutMs} ms, so nothing of it was kept. Make it shorter, or raise its timeoutMs.`,
    { details: { job, timeoutMs } },
  )
}

export function jobTakenAway(job: string): AshlarError {
  return new AshlarError(
    'ASH925',
    500,
    `The job "${job}" was cancelled, or taken over by another process because this one was silent for too long. Nothing of this try is kept.`,
    { details: { job } },
  )
}

export function jobUnknown(job: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH926',
    500,
    `There is no job "${job}". ${known.length === 0 ? 'The module declares none.' : `The module declares ${known.join(', ')}.`}`,
    { details: { job } },
  )
}

export function momentInvalid(job: string, option: string): AshlarError {
  return new AshlarError(
    'ASH927',
    500,
    `The job "${job}" was enqueued with a value of "${option}" that is not ${option === 'at' ? 'a moment' : option === 'priority' ? 'a whole number' : 'a number of seconds from 0'}.`,
    { details: { job, option } },
  )
}

/** What a person is told of a job whose worker fell silent. */
export function workerFellSilent(): AshlarError {
  return new AshlarError(
    'ASH928',
    500,
    'The process that ran this job fell silent: it ended, or was busy without a pause for more than ten seconds. Look into its log.',
  )
}

export function engineNotReady(cause: unknown): AshlarError {
  return new AshlarError(
    'ASH929',
    503,
    'The tables of the job engine are not there, or are of another version. Run "ashlar db migrate", then start again.',
    { cause },
  )
}

export function queueUnknown(queue: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH930',
    404,
    `There is no job "${queue}" in this app, and nothing waits for one. ${known.length === 0 ? 'No module declares a job.' : `There are ${known.join(', ')}.`}`,
    { details: { queue } },
  )
}

export function jobNotFound(id: string): AshlarError {
  return new AshlarError(
    'ASH931',
    404,
    `There is no job with the id "${id}". It may have been discarded, or removed some days after it was done; "ashlar jobs list" shows what there is.`,
    { details: { id } },
  )
}

export function jobStateRefused(
  id: string,
  state: string,
  wanted: string,
  { besides = '', cause }: { readonly besides?: string; readonly cause?: unknown } = {},
): AshlarError {
  return new AshlarError(
    'ASH932',
    409,
    `The job "${id}" is ${state}${besides}, so it cannot be ${wanted}. "ashlar jobs show ${id}" tells more.`,
    { details: { id, state }, cause },
  )
}

export function scheduleUnknown(job: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH934',
    404,
    `No job "${job}" of this app has a schedule. ${known.length === 0 ? 'No module declares one.' : `Those that have one are ${known.join(', ')}.`}`,
    { details: { job, known } },
  )
}

/** What is told of a failure that is kept beside a job. Anything can be thrown, also what has no words. */
export function reasonOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error)
  } catch {
    return 'What was thrown cannot be told in words.'
  }
}

export const jobErrors = {
  enqueuedOutside,
  enqueuedWhileReading,
  payloadInvalid,
  payloadUnreadable,
  jobSpoilt,
  jobTimedOut,
  jobTakenAway,
  jobUnknown,
  momentInvalid,
  workerFellSilent,
  engineNotReady,
  queueUnknown,
  jobNotFound,
  jobStateRefused,
  scheduleUnknown,
}
