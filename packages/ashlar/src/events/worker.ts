/**
 * Delivers what is due, in this process.
 *
 * It is woken by publishers of this process, by notifications of others, and by a clock, which makes up for
 * notifications that were lost and for retries whose time has come.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import { type Database, listenTo, type Notifications } from '../data/runtime.ts'
import { type Claim, claimDue, claimOneBeside } from './claim.ts'
import { deliver, type Outcome } from './deliver.ts'
import type { HandlerSource, Handlers } from './handlers.ts'
import { eventChannel, type Notifier } from './notifier.ts'
import { removeOld } from './retention.ts'

export interface WorkerOptions {
  readonly database: Database
  /** Where notifications are heard; it must not lead through a pooler in transaction mode. */
  readonly url: string
  readonly handlers: Handlers
  readonly notifier: Notifier
  /** Tells this process's own notifications from others'. */
  readonly sender: string
  readonly log: Logger
  /** How many handlers run at once. */
  readonly concurrency: number
  /** How long it relies on being woken before it looks by itself, in milliseconds. */
  readonly pollMs: number
  /** How long events are kept once they are handled, in days. */
  readonly retentionDays: number
}

/** How many deliveries this process has made since it started. */
export interface WorkerCounts {
  readonly running: number
  readonly delivered: number
  readonly failed: number
}

const retentionEveryMs = 10 * 60_000

export class EventWorker {
  readonly #options: WorkerOptions
  /** Wakers have a request around them; deliveries have nothing to do with it. */
  readonly #outside = AsyncLocalStorage.snapshot()
  /** Aborted as soon as it is to stop. */
  readonly #leaving = new AbortController()
  /** Aborted when what is running has had its time. */
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  /** Handlers for which something may be due. */
  readonly #wanted = new Set<string>()
  #state: 'new' | 'started' | 'stopping' = 'new'
  #looking: Promise<void> | undefined
  #trouble = false
  /** Whether others have been told of what there is no room for here. */
  #overflowing = false
  #notifications: Notifications | undefined
  #timers: NodeJS.Timeout[] = []
  #delivered = 0
  #failed = 0

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  get counts(): WorkerCounts {
    return { running: this.#running.size, delivered: this.#delivered, failed: this.#failed }
  }

  /** Begins to deliver. A second call does nothing. */
  start(): void {
    if (this.#state !== 'new') return
    this.#state = 'started'
    const { url, pollMs, sender, log } = this.#options
    this.#notifications = listenTo({
      url,
      channel: eventChannel,
      onNotified: (by) => {
        if (by !== sender) this.#wakeAll()
      },
      onError: (err) => log.warn({ err }, 'Notifications of events are lost; they are looked for by the clock.'),
    })
    this.#timers = [
      setInterval(() => this.#wakeAll(), pollMs).unref(),
      setInterval(() => this.#tidy(), retentionEveryMs).unref(),
    ]
  }

  /** Looks after some handlers. @returns whether this process can see to them at once. */
  wake(handlers: readonly string[]): boolean {
    if (this.#state !== 'started') return false
    for (const handler of handlers) this.#wanted.add(handler)
    this.#look()
    return this.#free > 0
  }

  /**
   * Takes nothing more, and waits for what is running; after `graceMs` that is undone and left to be taken up again.
   */
  async stop(graceMs: number): Promise<void> {
    this.#state = 'stopping'
    this.#leaving.abort()
    for (const timer of this.#timers) clearInterval(timer)
    const grace = setTimeout(() => this.#stop.abort(new Error('The app is stopping.')), graceMs)
    await this.#notifications?.close()
    await this.#looking
    await Promise.all(this.#running)
    clearTimeout(grace)
  }

  /**
   * Delivers all that is due, one after the other, and what comes of it; for tests and commands. What fails is not tried a second time.
   *
   * @returns what came of each.
   */
  async drain(): Promise<readonly { readonly claim: Claim; readonly outcome: Outcome }[]> {
    const outcomes: { claim: Claim; outcome: Outcome }[] = []
    const handlers = [...this.#options.handlers.after.values()]
    const failed: string[] = []
    while (true) {
      const claim = await claimOneBeside(this.#options.database.bookkeeping, handlers, failed)
      if (claim === undefined) return outcomes
      const outcome = await this.#deliver(claim)
      outcomes.push({ claim, outcome })
      if (outcome.kind === 'failed') failed.push(claim.id)
    }
  }

  get #free(): number {
    return this.#options.concurrency - this.#running.size
  }

  #wakeAll(): void {
    this.wake([...this.#options.handlers.after.keys()])
  }

  #look(): void {
    if (this.#looking !== undefined || this.#state !== 'started') return
    this.#looking = this.#outside(() => this.#takeAll()).finally(() => {
      this.#looking = undefined
      if (this.#wanted.size > 0 && this.#free > 0 && !this.#trouble) this.#look()
    })
  }

  async #takeAll(): Promise<void> {
    try {
      while (this.#state === 'started' && this.#wanted.size > 0 && this.#free > 0) await this.#take()
      this.#trouble = false
      // What this process has no room for, another may have.
      const overflowing = this.#wanted.size > 0
      if (overflowing && !this.#overflowing) this.#options.notifier.notify()
      this.#overflowing = overflowing
    } catch (err) {
      // The clock tries again; until that succeeds it is told once.
      if (!this.#trouble) this.#options.log.error({ err }, 'Events cannot be delivered.')
      this.#trouble = true
    }
  }

  async #take(): Promise<void> {
    const { handlers, database } = this.#options
    const wanted = [...this.#wanted]
    const limit = this.#free
    this.#wanted.clear()
    const sources = wanted.flatMap((id) => handlers.after.get(id) ?? [])
    if (sources.length === 0) return
    const claims = await claimDue(database.bookkeeping, sources, limit)
    if (claims.length === limit) for (const id of wanted) this.#wanted.add(id)
    for (const claim of claims) this.#begin(claim)
  }

  #begin(claim: Claim): void {
    const running = this.#deliver(claim)
      .catch((err: unknown) => {
        // The claim runs out by itself.
        this.#options.log.error({ err, event: claim.event.id, handler: claim.handler }, 'A failure could not be noted.')
      })
      .then(() => {
        this.#running.delete(running)
        if (claim.keyed) this.#wanted.add(claim.handler)
        if (this.#wanted.size > 0) this.#look()
      })
    this.#running.add(running)
  }

  async #deliver(claim: Claim): Promise<Outcome> {
    const { handlers, database, log } = this.#options
    const source = handlers.after.get(claim.handler) as HandlerSource
    const outcome = await deliver(claim, source, { database, stop: this.#stop.signal })
    if (outcome.kind === 'done') this.#delivered += 1
    if (outcome.kind !== 'failed') return outcome
    this.#failed += 1
    const { error: err, next } = outcome
    const facts = { err, event: claim.event.name, id: claim.event.id, handler: claim.handler, attempt: claim.attempt }
    if (next === 'person')
      log.error(facts, 'An event could not be handled, and is left to a person: ashlar events list --state dead')
    else if (next === 'retry') log.warn(facts, 'An event could not be handled, and will be tried again.')
    else
      log.error(
        facts,
        'An event could not be handled, and that is noted here alone: it was taken again or given up by then.',
      )
    return outcome
  }

  #tidy(): void {
    const { database, retentionDays, log } = this.#options
    const work = this.#outside(() => removeOld(database.bookkeeping, retentionDays, this.#leaving.signal))
    database.units.inBackground(work.catch((err: unknown) => log.error({ err }, 'Old events could not be removed.')))
  }
}
