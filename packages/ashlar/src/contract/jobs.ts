/** Work that a module does in the background: what it is called, what it is given, and within which limits it runs. */
import type { z } from 'zod'
import type { FlagDeclaration } from './flags.ts'
import type { TransactionOptions } from './transactions.ts'

/** How a job that fails is tried again. */
export interface RetryOptions {
  /** How often it is tried in all before it is left to a person. @default 20 */
  readonly tries?: number
  /** How long it waits after the first failure, in seconds; twice as long after each other one, more or less. @default 1 */
  readonly delaySeconds?: number
  /** The longest that it waits, in seconds. @default 6300, with which 20 tries take about twelve hours */
  readonly longestDelaySeconds?: number
}

/** What `job()` is told. */
export interface JobOptions<Payload extends z.ZodType = z.ZodType> {
  /** The schema of what it is given: it writes what is enqueued and reads what is run. @default nothing is given */
  readonly payload?: Payload
  /**
   * When it is enqueued by itself, as a cron expression of five fields, or six with seconds first. What it is given then
   * is `{}`, which the payload's schema must accept.
   *
   * Each time fires once for any number of processes. Of times that were missed because no process kept the schedule only
   * the last fires. A time that summer time skips fires as the clock has moved on; one that comes twice fires once.
   */
  readonly schedule?: string
  /** The time zone of the schedule, such as `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string
  /**
   * The feature it belongs to. While that is off for whom it acts for, it waits, without using up a try. Of the times of a
   * schedule that come while it is off for the whole app, the last fires once it is on.
   */
  readonly flag?: FlagDeclaration
  readonly retry?: RetryOptions
  /** How long one try may take, in milliseconds. @default 300000 */
  readonly timeoutMs?: number
  /**
   * How its transaction is kept apart from others, and how long it waits. One statement may take as long as the job unless this
   * says otherwise.
   */
  readonly transaction?: TransactionOptions
  /** How many of its kind run at once, in all processes together. @default as many as there is room for */
  readonly concurrency?: number
  /** How many of its kind start within a second, in all processes together; may be below 1. @default without limit */
  readonly ratePerSecond?: number
  /** Of what waits for the same job, the higher runs first; `enqueue` may say otherwise. @default 0 */
  readonly priority?: number
  /**
   * Whether one that waits or runs keeps others with the same key from being enqueued. The key is that of `enqueue`, or
   * what is given to the job. @default false
   */
  readonly unique?: boolean
}

/** A kind of work that a module does in the background. */
export interface JobDeclaration<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'job'
  readonly options: JobOptions<Payload>
}

/** The jobs of a module, by the names its behaviour answers them under. */
export type Jobs = Readonly<Record<string, JobDeclaration>>

/**
 * Declares a job. Its name is the key it stands under in the definition.
 *
 * @example
 * const jobs = {
 *   remindOverdue: job({ schedule: '0 7 * * 1-5', timeZone: 'Europe/Berlin' }),
 *   sendInvoice: job({ payload: z.object({ id: z.string() }), unique: true }),
 * }
 *
 * jobs.sendInvoice.options.unique // true
 */
export function job<Payload extends z.ZodType>(
  options: JobOptions<Payload> & { readonly payload: Payload },
): JobDeclaration<Payload>
export function job(options?: Omit<JobOptions, 'payload'>): JobDeclaration<z.ZodUndefined>
export function job(options: JobOptions = {}): JobDeclaration {
  return Object.freeze({ kind: 'job', options: Object.freeze({ ...options }) })
}

/** What a handler is given. */
export type JobPayload<Job extends JobDeclaration> =
  Job extends JobDeclaration<infer Payload> ? z.output<Payload> : never

/** What a handler is told of the job besides its payload. */
export interface JobContext {
  /** A UUID, the same at every try: hand it to what lies outside of the database, so that it does nothing twice. */
  readonly id: string
  /** Counted from 1. */
  readonly attempt: number
  readonly enqueuedAt: Date
  /** The time of its schedule that it is for; `undefined` for a job that was enqueued by somebody. */
  readonly scheduledFor: Date | undefined
  /** Aborted when the job takes too long, is cancelled or taken over by another process, or when the app stops. */
  readonly signal: AbortSignal
  /**
   * Tells people how far it has come: a part of 1, and a few words. It is seen at once, also when the job fails later.
   */
  readonly progress: (done: number, note?: string) => Promise<void>
}

/**
 * Does a job, in a transaction that also marks it as done. When it throws, nothing of the transaction is kept and the job
 * is tried again.
 */
export type JobHandler<Job extends JobDeclaration = JobDeclaration> = (
  payload: JobPayload<Job>,
  context: JobContext,
) => Promise<void> | void

/** A handler for each job of a definition: none can be forgotten. */
export type JobHandlers<J extends Jobs> = { readonly [Key in keyof J]: JobHandler<J[Key]> }

/** How one job is enqueued, besides its payload. */
export interface EnqueueOptions {
  /** How long it waits before it may run, in seconds. @default 0 */
  readonly delaySeconds?: number
  /** When it may run; goes before `delaySeconds`. */
  readonly at?: Date
  /** @default that of the job */
  readonly priority?: number
  /** What makes it the same as another, for a job that is unique. @default its payload */
  readonly key?: string
}

type PayloadArguments<Job extends JobDeclaration> =
  undefined extends JobPayload<Job>
    ? readonly [payload?: JobPayload<Job>, options?: EnqueueOptions]
    : readonly [payload: JobPayload<Job>, options?: EnqueueOptions]

/**
 * Enqueues a job within the transaction of the caller: it runs once that is kept, and never was when that is undone.
 *
 * @returns the job's id, or `undefined` when a unique job with the same key waits or runs already.
 * @throws ASH920 outside of a unit of work, ASH921 where only reading is allowed, ASH922 when the payload does not fit.
 */
export type Enqueue<J extends Jobs = Jobs> = <Name extends keyof J & string>(
  name: Name,
  ...given: PayloadArguments<J[Name]>
) => Promise<string | undefined>
