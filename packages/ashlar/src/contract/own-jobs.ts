/** What a module may know of its jobs once they are enqueued, and do about them. */

/** How far a job is: it waits, waits for another try, runs, or has ended. */
export type JobState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

/** A job as a person sees it. What it was given is not among it: that may be nobody's business. */
export interface JobFacts {
  readonly id: string
  /** `billing.remindOverdue`. */
  readonly job: string
  readonly state: JobState
  /** How often it has been tried. */
  readonly attempts: number
  readonly priority: number
  readonly enqueuedAt: Date
  /** When it may run, or might have; `null` while it is held. */
  readonly dueAt: Date | null
  /** Whether it waits because its tenant is suspended. */
  readonly held: boolean
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Why the last try failed. */
  readonly error: { readonly code?: string; readonly message: string } | null
  readonly progress: { readonly done: number; readonly note?: string } | null
  /** Whether a module of this app does such jobs; others are kept until one does. */
  readonly installed: boolean
}

/** The jobs of one module. Those of others are none of its business: they are not found. */
export interface OwnJobs {
  /** How far a job is; `undefined` when there is none, or it ended so long ago that it has been removed. */
  readonly find: (id: string) => Promise<JobFacts | undefined>
  /**
   * Ends a job before it is done, also while it runs: nothing of it is kept. It ends at once, whatever becomes of the
   * caller's transaction.
   *
   * @returns whether there was anything to end.
   */
  readonly cancel: (id: string) => Promise<boolean>
}
