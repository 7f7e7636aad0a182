import type { Bucket } from './throttle-policy.ts'

/** Counts attempts, and remembers the networks that accounts are used from. */
export interface ThrottleStore {
  /**
   * Counts an attempt in each bucket, up to the first that is full.
   *
   * Each bucket is counted and judged by one statement, so that of any number of simultaneous attempts no more than its
   * limit pass.
   */
  take(buckets: readonly Bucket[]): Promise<boolean>
  /** Takes an attempt back that turned out to be right. */
  refund(buckets: readonly Bucket[]): Promise<void>
  knowsNetwork(email: string, network: string): Promise<boolean>
  rememberNetwork(email: string, network: string): Promise<void>
  /** Removes counts that have run out and networks not seen for a long time. */
  removeEnded(): Promise<void>
}
