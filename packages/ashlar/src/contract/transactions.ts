/** What a route, a job, a handler of events or a command says about the transaction it runs in. */

/**
 * How far a transaction is kept apart from those beside it, as PostgreSQL understands it: each statement sees what is kept
 * by then; all statements see one moment; or the outcome is as if transactions had run one after the other.
 */
export type Isolation = 'read-committed' | 'repeatable-read' | 'serializable'

export interface TransactionOptions {
  /**
   * Declaring it, whichever it is, also says that the work may run again: when PostgreSQL undoes the transaction because
   * others got in its way, all of the work is done once more. What a rollback does not undo is announced by `forbidRetry()`.
   *
   * @default 'read-committed'; work that may write is not run again by itself then
   */
  readonly isolation?: Isolation
  /** How long one statement may take, in milliseconds. @default that of the app */
  readonly statementTimeoutMs?: number
  /** How long a statement waits for rows that another transaction holds, in milliseconds. @default that of the app */
  readonly lockTimeoutMs?: number
}

/** Every level of isolation there is. */
export const isolations: readonly Isolation[] = ['read-committed', 'repeatable-read', 'serializable']
