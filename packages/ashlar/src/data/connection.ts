import type { PoolClient, Submittable } from 'pg'
import { AshlarError } from '../contract/errors.ts'
import { connectionLost } from './errors.ts'
import type { Statement, StatementResult } from './statement.ts'
import { CommandQuery, StatementQuery } from './wire-query.ts'

/** Connections that were handed over with a transaction open. */
const leftOpen = new WeakSet<PoolClient>()

/**
 * A connection that one transaction holds.
 *
 * What is sent is answered in the order of sending, without waiting for one another (pg's `pipeline` option). Once the
 * connection is lost, nothing more is sent, and it never goes back to its pool.
 */
export class Connection {
  readonly #client: PoolClient
  readonly #isAwaited: () => boolean
  #lost: Error | undefined
  #gathering = false
  /** Ends what the last holder left open; it goes with the first command of this one. */
  #leftOpen: string

  /** `isAwaited` tells whether somebody waits for a connection now. */
  constructor(client: PoolClient, isAwaited: () => boolean) {
    this.#client = client
    this.#isAwaited = isAwaited
    this.#leftOpen = leftOpen.delete(client) ? 'ROLLBACK;' : ''
    client.on('error', this.#markLost)
  }

  /** Why the connection is lost, or `undefined` while it holds. */
  get lost(): Error | undefined {
    return this.#lost
  }

  /**
   * Runs a statement.
   *
   * @throws what PostgreSQL or the socket says; ASH405 on a connection that was lost before.
   */
  run(statement: Statement): Promise<StatementResult> {
    if (this.#leftOpen !== '') this.command('').catch(() => undefined)
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) return reject(connectionLost(this.#lost))
      this.#submit(
        new StatementQuery(statement, (error, result) => {
          if (error !== null || result === undefined) reject(this.#noticeLoss(error))
          else resolve(result)
        }),
      )
    })
  }

  /** Runs the framework's own commands, such as `BEGIN`, and answers the completion message of the last one. */
  command(text: string): Promise<string> {
    const whole = this.#leftOpen + text
    this.#leftOpen = ''
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) return reject(connectionLost(this.#lost))
      this.#submit(
        new CommandQuery(whole, (error, completion) => {
          if (error !== null || completion === undefined) reject(this.#noticeLoss(error))
          else resolve(completion)
        }),
      )
    })
  }

  /**
   * Hands the connection to whoever waits for it, with its transaction still open: the next one ends that in the same
   * round trip in which it begins its own. Only for a transaction in which nothing was written.
   *
   * @returns whether somebody waited; the connection is still held when nobody did.
   */
  handOver(): boolean {
    if (this.#lost !== undefined || !this.#isAwaited()) return false
    leftOpen.add(this.#client)
    this.#client.off('error', this.#markLost)
    this.#client.release()
    return true
  }

  /** Gives the connection back to its pool, or ends it when it is lost or still inside a transaction. */
  release(): void {
    const idle = this.#client.getTransactionStatus() === 'I'
    this.#client.release(this.#lost !== undefined || !idle)
    this.#client.off('error', this.#markLost)
  }

  /** Queries of one turn of the event loop leave in one write: more than half of a short statement's time is writing. */
  #submit(query: StatementQuery | CommandQuery): void {
    if (!this.#gathering) {
      const { stream } = this.#client.connection
      this.#gathering = true
      stream.cork()
      process.nextTick(() => {
        this.#gathering = false
        stream.uncork()
      })
    }
    // pg's types describe a connection that no query of today meets.
    this.#client.query(query as unknown as Submittable)
  }

  #markLost = (error: Error): void => {
    this.#lost ??= error
  }

  #noticeLoss(error: Error | null): Error {
    const failure = error ?? new Error('PostgreSQL answered nothing.')
    if (endsConnection(failure)) this.#markLost(failure)
    return failure
  }
}

/** Whether an error means that the connection is gone: it came from the socket, or PostgreSQL closed the session. */
export function endsConnection(error: Error): boolean {
  if (error instanceof AshlarError) return false
  if (!('severity' in error)) return true
  return error.severity === 'FATAL' || error.severity === 'PANIC'
}
