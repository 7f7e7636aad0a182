/**
 * Runs jobs that are due, in this process.
 *
 * It is woken by what is enqueued in this process, by notifications of others, and by a clock, which makes up for
 * notifications that were lost and for jobs whose time has come.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import { type Database, type Notifications, runAside } from '../data/runtime.ts'
import { type Claim, claimDue } from './claim.ts'
import { type DrainedJob, drainQueues } from './drain.ts'
import type { Engine } from './engine.ts'
import { hear, type Notifier } from './notifier.ts'
import { isLimited, type Queue, type Queues } from './queues.ts'
import { removeOld } from './retention.ts'
import { takenAway } from './run-job.ts'
import { JobRunner } from './runner.ts'
import { releaseJob, touchJobs } from './settle.ts'
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
  readonly #runner: JobRunner
  /** One job may be among them twice, when it was lost to the clock and taken here once more. */
  readonly #running = new Set<Running>()
  #waiting: Waiting[] = []
  /** Queues in which something may be due. */
  readonly #wanted = new Set<string>()
  /** Whether some of them hold what has to begin at once, for which there was no room. */
  #crowded = false
  readonly #background = new Set<Promise<void>>()
  readonly #clocks = new Set<NodeJS.Timeout>()
  /** What looks at a queue once more of it may start. */
  readonly #wakers = new Map<string, NodeJS.Timeout>()
  #state: 'new' | 'started' | 'stopping' = 'new'
  #looking: Promise<void> | undefined
  #trouble = false
  /** Whether others have been told of what there is no room for here. */
  #overflowing = false
  #notifications: Notifications | undefined

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#runner = new JobRunner(options, this.#stop.signal)
  }

  get counts(): JobCounts {
    const { done, failed } = this.#runner
    return { running: this.#running.size, done, failed }
  }

  /** Begins to run jobs. A second call does nothing, as does one in an app without jobs. */
  start(): void {
    if (this.#state !== 'new' || this.#options.queues.size === 0) return
    this.#state = 'started'
    const { url, sender, log } = this.#options
    this.#notifications = hear(url, sender, {
      onDue: () => this.#wakeAll(),
      onCancelled: (cancelled) => this.#end(({ id }) => id === cancelled),
      onPaused: (queue) =>
        this.#inBackground(() => this.letGo(queue), 'Jobs of a paused kind could not be given back.'),
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

  /** Gives back what is not begun of a kind of job, so that no more of it starts here once it is paused. */
  async letGo(queue: string): Promise<void> {
    if (this.#state !== 'started') return
    const ofQueue = () => this.#waiting.filter(({ claim }) => claim.queue.id === queue)
    const looking = this.#looking
    await this.#giveBack(ofQueue())
    // What was being claimed as the pause came may not have heeded it.
    await looking
    await this.#giveBack(ofQueue())
  }

  /**
   * Takes nothing more, and waits for what is running; after `graceMs` that is undone and left to be taken up again.
   */
  async stop(graceMs: number): Promise<void> {
    this.#state = 'stopping'
    const grace = setTimeout(() => this.#stop.abort(new Error('The app is stopping.')), graceMs)
    try {
      await this.#notifications?.close()
      await this.#looking
      await this.#giveBack(this.#waiting).catch((err: unknown) => {
        // Their heartbeat ends here, so they are taken over in a while.
        this.#options.log.warn({ err }, 'Jobs that were taken and not begun could not be given back.')
      })
      // Until the last job has ended its heartbeat goes on, or another process would take it.
      await Promise.all([...this.#running].map(({ ended }) => ended))
    } finally {
      clearTimeout(grace)
      for (const timer of [...this.#clocks, ...this.#wakers.values()]) clearTimeout(timer)
    }
    await Promise.all(this.#background)
  }

  /** Runs all that is due, one after the other, and what comes of it. @returns what came of each. */
  drain(): Promise<readonly DrainedJob[]> {
    return drainQueues(this.#options, (claim) => this.#runner.run(claim, new AbortController().signal))
  }

  get #free(): number {
    return this.#options.concurrency - this.#running.size - this.#waiting.length
  }

  /** How many more to claim now: none before what was claimed ahead is used up by half. */
  get #wantedCount(): number {
    // What has to begin at once would find no room beside what is claimed ahead.
    if (this.#crowded && this.#free <= 0) return 0
    const { concurrency } = this.#options
    const ahead = Math.min(Math.floor((concurrency * claimAheadMs) / this.#runner.usualMs), longestAhead)
    return this.#waiting.length * 2 > ahead ? 0 : Math.max(0, this.#free + ahead)
  }

  #every(ms: number, work: () => void): void {
    this.#clocks.add(setInterval(work, ms).unref())
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
    const { claims, more, crowded, later } = await claimDue(database.bookkeeping, engine, wanted, {
      limit: this.#wantedCount,
      free: Math.max(0, this.#free),
    })
    for (const { id } of [...more, ...crowded]) this.#wanted.add(id)
    this.#crowded = crowded.length > 0
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

  /** Looks at a queue once more of it may start, unless the clock does so sooner. */
  #wakeIn({ id }: Queue, ms: number): void {
    if (ms >= pollMs) return
    clearTimeout(this.#wakers.get(id))
    this.#wakers.set(id, setTimeout(() => this.wake([id]), ms).unref())
  }

  #begin(claim: Claim): void {
    const away = new AbortController()
    const ended = this.#runner
      .run(claim, away.signal)
      .then(() => undefined)
      .catch((err: unknown) => {
        // The heartbeat ends with it, so the job is taken over in a while.
        this.#options.log.error({ err, job: claim.queue.id, id: claim.id }, 'A failure could not be noted.')
      })
      .then(() => {
        this.#running.delete(running)
        if (isLimited(claim.queue)) this.#wanted.add(claim.queue.id)
        if (this.#state !== 'started') return
        this.#beginWaiting()
        if (this.#wanted.size > 0 && this.#wantedCount > 0) this.#look()
      })
    const running = { claim, away, ended }
    this.#running.add(running)
  }

  /** Ends what is no longer this process's to do, whether it waits or runs. */
  #end(isMeant: (claim: Claim) => boolean): void {
    this.#waiting = this.#waiting.filter(({ claim }) => !isMeant(claim))
    for (const { claim, away } of this.#running) if (isMeant(claim)) away.abort(takenAway(claim))
  }

  /** Tells that the jobs here are worked on, and ends those that are no longer this process's to do. */
  async #beat(): Promise<void> {
    await this.#giveBack(this.#waiting.filter(({ since }) => performance.now() - since > longestWaitMs))
    const claims = [...this.#running, ...this.#waiting].map(({ claim }) => claim)
    if (claims.length === 0) return
    const { database } = this.#options
    const held = await runAside(database.bookkeeping, () => touchJobs(claims))
    // By the claim: what was lost may have been taken here once more meanwhile.
    const lost = new Set(claims.filter((claim) => !held.has(claim)))
    this.#end((claim) => lost.has(claim))
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
    return removeOld(database.bookkeeping, retentionDays, () => this.#state === 'started')
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
