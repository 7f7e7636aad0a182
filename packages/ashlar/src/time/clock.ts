/**
 * How far the app's time is ahead of that of the database, so that a test can have days pass.
 *
 * What is due is always judged by the database's clock, plus this: processes whose own clocks differ agree on it.
 */
export interface Clock {
  /** In milliseconds. @default 0 */
  readonly aheadMs: number
  /** Has time pass, in milliseconds. */
  readonly advance: (byMs: number) => void
}

/** Makes a clock that agrees with the database's. */
export function createClock(): Clock {
  let aheadMs = 0
  return {
    get aheadMs() {
      return aheadMs
    },
    advance(byMs) {
      aheadMs += byMs
    },
  }
}
