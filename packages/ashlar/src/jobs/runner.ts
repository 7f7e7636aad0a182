/** Runs what was claimed, and counts what came of it. */
import type { Logger } from 'pino'
import type { Database } from '../data/runtime.ts'
import type { Claim } from './claim.ts'
import type { Engine } from './engine.ts'
import { type Outcome, runJob } from './run-job.ts'

export interface RunnerOptions {
  readonly database: Database
  readonly engine: Engine
  readonly log: Logger
}

export class JobRunner {
  readonly #options: RunnerOptions
  readonly #stop: AbortSignal
  #usualMs = Number.POSITIVE_INFINITY
  #done = 0
  #failed = 0

  /** Jobs end before their time when `stop` is aborted. */
  constructor(options: RunnerOptions, stop: AbortSignal) {
    this.#options = options
    this.#stop = stop
  }

  get done(): number {
    return this.#done
  }

  get failed(): number {
    return this.#failed
  }

  /** How long jobs took lately; without end before the first. */
  get usualMs(): number {
    return this.#usualMs
  }

  /** Runs one job. A failure is noted and told, and never raised. */
  async run(claim: Claim, away: AbortSignal): Promise<Outcome> {
    const { database, engine, log } = this.#options
    const since = performance.now()
    const outcome = await runJob(claim, { database, engine, stop: this.#stop, away })
    const tookMs = performance.now() - since
    this.#usualMs = Number.isFinite(this.#usualMs) ? this.#usualMs * 0.9 + tookMs * 0.1 : tookMs
    if (outcome.kind === 'done') this.#done += 1
    if (outcome.kind !== 'failed') return outcome
    this.#failed += 1
    const { error: err, next } = outcome
    const facts = { err, job: claim.queue.id, id: claim.id, attempt: claim.retryCount + 1 }
    if (next === 'person')
      log.error(facts, 'A job could not be done, and is left to a person: ashlar jobs list --state failed')
    else if (next === 'retry') log.warn(facts, 'A job could not be done, and will be tried again.')
    else log.error(facts, 'A job could not be done, and that is noted here alone: it was taken again or ended by then.')
    return outcome
  }
}
