/**
 * Keeps others from a delivery between the end of its handler's transaction and the note of what came of it.
 *
 * Until then the transaction holds the row's lock. When it is undone after the claim has run out, the row is due for
 * everybody, and whoever took it before the failure is noted would try it at once. So a second transaction joins in the lock
 * beforehand, and notes the failure before it lets go.
 */
import { runAside, type UnitOfWorkSource } from '../data/runtime.ts'
import { type Claim, claimSeconds } from './claim.ts'
import { shareDelivery } from './settle.ts'

/** By then a note that takes its time may still come before the end of the claim. */
const soonMs = (claimSeconds * 1_000) / 2

export class ClaimGuard {
  readonly #source: UnitOfWorkSource
  readonly #claim: Claim
  #settle: ((note: () => Promise<unknown>) => void) | undefined
  #held: Promise<unknown> | undefined

  constructor(source: UnitOfWorkSource, claim: Claim) {
    this.#source = source
    this.#claim = claim
  }

  /** Joins in the lock, where the claim may run out. Where that fails the delivery goes on without. */
  async hold(): Promise<void> {
    if (this.#held !== undefined || performance.now() - this.#claim.takenAt < soonMs) return
    const shared = Promise.withResolvers<void>()
    const settled = Promise.withResolvers<() => Promise<unknown>>()
    this.#settle = settled.resolve
    this.#held = runAside(this.#source, async () => {
      await shareDelivery(this.#claim)
      shared.resolve()
      const note = await settled.promise
      return note()
    })
    await Promise.race([shared.promise, this.#held]).catch(() => this.#forget())
  }

  /** Lets go: there is nothing to note. */
  async release(): Promise<void> {
    if (this.#held !== undefined) await this.#end(async () => undefined).catch(() => undefined)
  }

  /** Notes what came of the delivery, then lets go. */
  async note<Result>(work: () => Promise<Result>): Promise<Result> {
    const aside = () => runAside(this.#source, work)
    return this.#held === undefined ? aside() : this.#end(work).catch(aside)
  }

  #end<Result>(work: () => Promise<Result>): Promise<Result> {
    const held = this.#held as Promise<Result>
    this.#settle?.(work)
    this.#forget()
    return held
  }

  #forget(): void {
    this.#held = undefined
    this.#settle = undefined
  }
}
