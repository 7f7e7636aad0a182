/** Seals the history of changes by the clock, and lets go of what was kept for long enough. */
import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import { removeOldHistory, type SealHead, sealHistory } from './keep-history.ts'

export interface HistoryKeeperOptions {
  readonly database: Database
  readonly log: Logger
  /** How often changes are sealed, in seconds: so long is the end of the history open to tampering. @default 60 */
  readonly sealEverySeconds?: number | undefined
}

const removeEveryMs = 10 * 60_000

/** Any number of processes may have one: of those that come at once, one works and the others find nothing to do. */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions
  #timers: readonly NodeJS.Timeout[] = []
  #working: Promise<void> | undefined
  #state: 'new' | 'started' | 'stopped' = 'new'

  constructor(options: HistoryKeeperOptions) {
    this.#options = options
  }

  /** Begins to seal. A second call does nothing. */
  start(): void {
    if (this.#state !== 'new') return
    this.#state = 'started'
    const { sealEverySeconds = 60 } = this.#options
    this.#timers = [
      setInterval(
        () => this.#work(() => this.seal(), 'Changes could not be sealed.'),
        sealEverySeconds * 1_000,
      ).unref(),
      setInterval(() => this.#work(() => this.removeOld(), 'Old changes could not be removed.'), removeEveryMs).unref(),
    ]
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    for (const timer of this.#timers) clearInterval(timer)
    await this.#working
  }

  /** Seals what was committed. The hash is logged, so that whoever keeps the log can prove the history by it. */
  async seal(): Promise<SealHead | undefined> {
    const { database, log } = this.#options
    const sealed = await sealHistory(database.bookkeeping)
    if (sealed !== undefined) log.info(sealed, 'The history of changes was sealed.')
    return sealed
  }

  /** Removes changes whose time is up. */
  async removeOld(): Promise<SealHead | undefined> {
    const { database, log } = this.#options
    const removed = await removeOldHistory(database.bookkeeping)
    if (removed !== undefined) log.info(removed, 'Changes were removed from the history, for their time was up.')
    return removed
  }

  /** One thing after the other: both need the head of the chain. */
  #work(work: () => Promise<unknown>, complaint: string): void {
    const { database, log } = this.#options
    const before = this.#working ?? Promise.resolve()
    this.#working = before.then(work).then(
      () => undefined,
      (err: unknown) => log.error({ err }, complaint),
    )
    database.units.inBackground(this.#working)
  }
}
