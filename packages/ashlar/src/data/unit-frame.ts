/** What runs once a transaction has been kept. */
export type FollowUp = () => void | Promise<void>

/**
 * A stretch of a transaction that can be undone by itself: all of it, or one savepoint.
 *
 * While a savepoint inside it is open, whatever else belongs to this stretch waits, in order of arrival. So a parallel
 * statement outside of a savepoint can never slip into it, and siblings never release each other.
 */
export class UnitFrame {
  readonly parent: UnitFrame | undefined
  /** The first failure that PostgreSQL gave this stretch up for. */
  failure: Error | undefined
  ended = false
  /** What is to run after the commit, if this stretch is kept. */
  readonly followUps: FollowUp[] = []
  /** The statements that were sent and that nobody waits for; none of these promises fails. */
  readonly sent: Promise<void>[] = []
  #savepointOpen = false
  #waiting: (() => void)[] = []

  constructor(parent?: UnitFrame) {
    this.parent = parent
  }

  /** Whether a savepoint directly inside is open. */
  get savepointOpen(): boolean {
    return this.#savepointOpen
  }

  /** Runs an action now, or once no savepoint inside is open and all that waited before has run. */
  whenFree(action: () => void): void {
    if (this.#savepointOpen || this.#waiting.length > 0) this.#waiting.push(action)
    else action()
  }

  /** Waits its turn, and then has everything else in this stretch wait until the savepoint is closed. */
  openSavepoint(): Promise<void> {
    return new Promise((start) => {
      this.whenFree(() => {
        this.#savepointOpen = !this.ended
        start()
      })
    })
  }

  closeSavepoint(): void {
    this.#savepointOpen = false
    this.#runWaiting()
  }

  /** Ends this stretch. What still waits runs now and finds it ended. */
  end(): void {
    this.ended = true
    this.#savepointOpen = false
    this.#runWaiting()
  }

  #runWaiting(): void {
    while (!this.#savepointOpen) {
      const action = this.#waiting.shift()
      if (action === undefined) return
      action()
    }
  }
}
