/** Runs the jobs of a test app when the test says so. */
import type { App } from 'ashlar/runtime'

export interface RunJobsOptions {
  /** Whether a job may fail. @default false: its error is raised after the others */
  readonly failures?: boolean
}

/** What was run, in order. */
export interface RanJob {
  /** `billing.remindOverdue`. */
  readonly job: string
  readonly id: string
  /** Why the job failed, if it did. */
  readonly error?: unknown
}

/**
 * Runs every job that is due, one after the other, and everything that jobs enqueue. One that failed is tried again by a later
 * call, never by the same.
 *
 * @throws the first error of a job, once all others have run.
 */
export async function runJobs(app: App, { failures = false }: RunJobsOptions = {}): Promise<readonly RanJob[]> {
  const ran = (await app.background.jobs.drain()).map(({ claim, outcome }) => ({
    job: claim.queue.id,
    id: claim.id,
    ...(outcome.kind === 'failed' ? { error: outcome.error } : {}),
  }))
  const failed = ran.find((each) => 'error' in each)
  if (failed && !failures) throw failed.error
  return ran
}
