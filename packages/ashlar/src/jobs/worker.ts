/**
 * Runs jobs that are due, in this process.
 *
 * It is woken by what is enqueued in this process, by notifications of others, and by a clock, which makes up for
 * notifications that were lost and for jobs whose time has come.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import type { Database, Notifications } from '../data/runtime.ts'
import { type Claim, claimDue } from './claim.ts'
import type { Engine } from './engine.ts'
import { hear, type Notifier } from './notifier.ts'
import { isLimited, type Queue, type Queues } from './queues.ts'
import { removeOld } from './retention.ts'
import { type Outcome, runJob, takenAway } from './run-job.ts'
import { releaseJob, touchJobs } from './settle.ts'
import { runAside } from './statements.ts'
import { takeOver } from './take-over.ts'

export interface WorkerOptions {
  readonly database: Database
  readonly engine: Engine
  /** Where notifications are heard; it must not lead through a pooler in transaction mode. */
  readonly url: string
  readonly queues: Queues
  readonly notifier: Notifier
  /** Tells this process's own notifications from others'. */
  readonly sender: string
  readonly log: Logger
  /** How many jobs run at once. */
  readonly concurrency: number
  /** How long jobs are kept once they are done or cancelled, in days. */
  readonly retentionDays: number
}

/** How many jobs this process has run since it started. */
export interface JobCounts {
  readonly running: number
  readonly done: number
  readonly failed: number
}

/** A job that was taken and that there is no room for yet. */
interface Waiting {
  readonly claim: Claim
  readonly since: number
}

/** A job that is running here. */
interface Running {
  readonly claim: Claim
  readonly away: AbortController
  readonly ended: Promise<void>
}

/** How long it relies on being woken before it looks by itself. */
const pollMs = 1_000
/** A third of what the engine takes for silence, so that one beat that comes late costs nothing. */
const heartbeatMs = 3_000
const takeOverMs = 2_000
const retentionMs = 10 * 60_000
/** How far ahead it claims: what it expects to begin within this time, so that short jobs are claimed many at a time. */
const claimAheadMs = 100
const longestAhead = 64
/** How long a claim may wait here before it is given back for others to take. */
const longestWaitMs = 1_000

export class JobWorker {
  readonly #options: WorkerOptions
  /** Wakers have a request around them; jobs have nothing to do with it. */
  readonly #outside = AsyncLocalStorage.snapshot()
  readonly #stop = new AbortController()
  readonly #running = new Map<string, Running>()
  #waiting: Waiting[] = []
  /** How long jobs took lately. */
  #usualMs = Number.POSITIVE_INFINITY
  /** Queues in which something may be due. */
  readonly #wanted = new Set<string>()
  readonly #background = new Set<Promise<void>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #state: 'new' | 'started' | 'stopping' = 'new'
  #looking: Promise<void> | undefined
  #trouble = false
  /** Whether others have been told of what there is no room for here. */
  #overflowing = false
  #notifications: Notifications | undefined
  #done = 0
  #failed = 0

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  get counts(): JobCounts {
    return { running: this.#running.size, done: this.#done, failed: this.#failed }
  }

  /** Begins to run jobs. A second call does nothing, as does one in an app without jobs. */
  start(): void {
    if (this.#state !== 'new' || this.#options.queues.size === 0) return
    this.#state = 'started'
    const { url, sender, log } = this.#options
    this.#notifications = hear(url, sender, {
      onDue: () => this.#wakeAll(),
      onCancelled: (id) => this.#cancel(id),
      onError: (err) => log.warn({ err }, 'Notifications of jobs are lost; jobs are looked for by the clock.'),
    })
    this.#every(pollMs, () => this.#wakeAll())
    this.#every(heartbeatMs, () => this.#inBackground(() => this.#beat(), 'The heartbeat of jobs could not be told.'))
    this.#every(takeOverMs, () =>
      this.#inBackground(() => this.#takeOver(), 'Jobs of silent workers cannot be taken over.'),
    )
    this.#every(retentionMs, () => this.#inBackground(() => this.#tidy(), 'Old jobs could not be removed.'))
  }

  /** Looks after some queues. @returns whether this process can see to them at once. */
  wake(queues: readonly string[]): boolean {
    if (this.#state !== 'started') return false
    for (const queue of queues) this.#wanted.add(queue)
    this.#look()
    return this.#free > 0
  }

  /**
   * Takes nothing more, and waits for what is running; after `graceMs` that is undone and left to be taken up again.
   */
  async stop(graceMs: number): Promise<void> {
    this.#state = 'stopping'
    const grace = setTimeout(() => this.#stop.abort(new Error('The app is stopping.')), graceMs)
    await this.#notifications?.close()
    await this.#looking
    await this.#giveBack(this.#waiting)
    // Until the last job has ended its heartbeat goes on, or another process would take it.
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
    clearTimeout(grace)
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all(this.#background)
  }

  /**
   * Runs all that is due, one after the other, and what comes of it; for tests and commands.
   *
   * @returns what came of each.
   */
  async drain(): Promise<readonly { readonly claim: Claim; readonly outcome: Outcome }[]> {
    const { database, engine, queues } = this.#options
    const outcomes: { claim: Claim; outcome: Outcome }[] = []
    while (queues.size > 0) {
      const { claims, later } = await claimDue(database.bookkeeping, engine, [...queues.values()], {
        limit: 1,
        free: 1,
      })
      const [claim] = claims
      if (claim !== undefined) outcomes.push({ claim, outcome: await this.#run(claim, new AbortController().signal) })
      else if (later.length === 0) return outcomes
      else await new Promise((resolve) => setTimeout(resolve, Math.min(...later.map(({ inMs }) => inMs))))
    }
    return outcomes
  }

  get #free(): number {
    return this.#options.concurrency - this.#running.size - this.#waiting.length
  }

  /** How many more to claim now: none before what was claimed ahead is used up by half. */
  get #wantedCount(): number {
    const { concurrency } = this.#options
    const ahead = Math.min(Math.floor((concurrency * claimAheadMs) / this.#usualMs), longestAhead)
    return this.#waiting.length * 2 > ahead ? 0 : Math.max(0, this.#free + ahead)
  }

  #every(ms: number, work: () => void): void {
    this.#timers.add(setInterval(work, ms).unref())
  }

  #wakeAll(): void {
    this.wake([...this.#options.queues.keys()])
  }

  #look(): void {
    if (this.#looking !== undefined) return
    this.#looking = this.#outside(() => this.#takeAll()).finally(() => {
      this.#looking = undefined
      if (this.#wanted.size > 0 && this.#wantedCount > 0 && !this.#trouble && this.#state === 'started') this.#look()
    })
  }

  async #takeAll(): Promise<void> {
    try {
      while (this.#state === 'started' && this.#wanted.size > 0 && this.#wantedCount > 0) await this.#take()
      this.#trouble = false
      // What this process has no room for, another may have.
      const overflowing = this.#wanted.size > 0
      if (overflowing && !this.#overflowing) this.#options.notifier.notifyDue()
      this.#overflowing = overflowing
    } catch (err) {
      // The clock tries again; until that succeeds it is told once.
      if (!this.#trouble) this.#options.log.error({ err }, 'Jobs cannot be taken.')
      this.#trouble = true
    }
  }

  async #take(): Promise<void> {
    const { queues, database, engine } = this.#options
    const wanted = [...this.#wanted].flatMap((id) => queues.get(id) ?? [])
    this.#wanted.clear()
    if (wanted.length === 0) return
    const { claims, more, later } = await claimDue(database.bookkeeping, engine, wanted, {
      limit: this.#wantedCount,
      free: Math.max(0, this.#free),
    })
    for (const { id } of more) this.#wanted.add(id)
    for (const { queue, inMs } of later) this.#wakeIn(queue, inMs)
    const since = performance.now()
    this.#waiting.push(...claims.map((claim) => ({ claim, since })))
    if (this.#state === 'started') this.#beginWaiting()
  }

  #beginWaiting(): void {
    while (this.#running.size < this.#options.concurrency) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#begin(next.claim)
    }
  }

  #wakeIn({ id }: Queue, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.wake([id])
    }, ms).unref()
    this.#timers.add(timer)
  }

  #begin(claim: Claim): void {
    const away = new AbortController()
    const ended = this.#run(claim, away.signal)
      .then(() => undefined)
      .catch((err: unknown) => {
        // The heartbeat ends with it, so the job is taken over in a while.
        this.#options.log.error({ err, job: claim.queue.id, id: claim.id }, 'A failure could not be noted.')
      })
      .then(() => {
        this.#running.delete(claim.id)
        if (isLimited(claim.queue)) this.#wanted.add(claim.queue.id)
        if (this.#state !== 'started') return
        this.#beginWaiting()
        if (this.#wanted.size > 0 && this.#wantedCount > 0) this.#look()
      })
    this.#running.set(claim.id, { claim, away, ended })
  }

  async #run(claim: Claim, away: AbortSignal): Promise<Outcome> {
    const { database, engine, log } = this.#options
    const since = performance.now()
    const outcome = await runJob(claim, { database, engine, stop: this.#stop.signal, away })
    const tookMs = performance.now() - since
    this.#usualMs = Number.isFinite(this.#usualMs) ? this.#usualMs * 0.9 + tookMs * 0.1 : tookMs
    if (outcome.kind === 'done') this.#done += 1
    if (outcome.kind !== 'failed') return outcome
    this.#failed += 1
    const { error: err, dead } = outcome
    const facts = { err, job: claim.queue.id, id: claim.id, attempt: claim.retryCount + 1 }
    if (dead) log.error(facts, 'A job could not be done, and is left to a person: ashlar jobs list --state failed')
    else log.warn(facts, 'A job could not be done, and will be tried again.')
    return outcome
  }

  #cancel(id: string): void {
    this.#waiting = this.#waiting.filter(({ claim }) => claim.id !== id)
    const running = this.#running.get(id)
    running?.away.abort(takenAway(running.claim))
  }

  /** Tells that the jobs here are worked on, and ends those that are no longer this process's to do. */
  async #beat(): Promise<void> {
    await this.#giveBack(this.#waiting.filter(({ since }) => performance.now() - since > longestWaitMs))
    const claims = [...this.#running.values(), ...this.#waiting].map(({ claim }) => claim)
    if (claims.length === 0) return
    const { database } = this.#options
    const held = await runAside(database.bookkeeping, () => touchJobs(claims))
    for (const { id } of claims) if (!held.has(id)) this.#cancel(id)
  }

  /** Lets others take what was claimed ahead. */
  async #giveBack(given: readonly Waiting[]): Promise<void> {
    if (given.length === 0) return
    const { database, notifier } = this.#options
    this.#waiting = this.#waiting.filter((each) => !given.includes(each))
    await runAside(database.bookkeeping, async () => {
      await Promise.all(given.map(({ claim }) => releaseJob(claim)))
    })
    notifier.notifyDue()
  }

  async #takeOver(): Promise<void> {
    const { database, engine, notifier } = this.#options
    const freed = await takeOver(database.bookkeeping, engine)
    if (freed.length > 0 && !this.wake(freed)) notifier.notifyDue()
  }

  #tidy(): Promise<void> {
    const { database, retentionDays } = this.#options
    return runAside(database.bookkeeping, () => removeOld(retentionDays))
  }

  #inBackground(work: () => Promise<void>, complaint: string): void {
    const running = this.#outside(work)
      .catch((err: unknown) => this.#options.log.error({ err }, complaint))
      .then(() => {
        this.#background.delete(running)
      })
    this.#background.add(running)
  }
}
