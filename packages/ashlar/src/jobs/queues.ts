/** The queues of an app: one for each kind of job that its modules declare. */
import type { JobDeclaration, JobHandler } from '../contract/jobs.ts'
import type { RequestScope } from '../scope/request-scope.ts'

/** A job whose module has been loaded. */
export interface OpenedJob {
  readonly declaration: JobDeclaration
  readonly handle: JobHandler
}

/** Whether jobs of a kind may run by now. */
export interface Gate {
  /** Whether there may be one that is let through. */
  readonly mayBeOpen: () => boolean
  /** Whether it is let through for whoever a job acts for. */
  readonly isOpenFor: (scope: RequestScope) => boolean
}

/** A kind of job as boot knows it. */
export interface Queue {
  /** `billing.remindOverdue`: it stands in the database beside what waits. */
  readonly id: string
  readonly module: string
  readonly tries: number
  readonly delaySeconds: number
  readonly longestDelaySeconds: number
  readonly timeoutMs: number
  readonly concurrency: number | null
  readonly ratePerSecond: number | null
  readonly priority: number
  readonly unique: boolean
  readonly schedule: string | null
  readonly timeZone: string
  /** What it depends on; `undefined` for one that is always let through. */
  readonly gate: Gate | undefined
  /** Loads the module it belongs to, on first use. */
  readonly open: () => Promise<OpenedJob>
}

/** The queues of an app, by id. */
export type Queues = ReadonlyMap<string, Queue>

/** Whether fewer may run than there is room for, so that processes have to agree before each takes one. */
export const isLimited = ({ concurrency, ratePerSecond }: Queue): boolean =>
  concurrency !== null || ratePerSecond !== null
