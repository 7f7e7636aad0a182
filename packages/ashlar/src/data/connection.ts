import type { PoolClient, Submittable } from 'pg'
import { AshlarError } from '../contract/errors.ts'
import { longestMs } from '../time/longest-ms.ts'
import { connectionLost } from './errors.ts'
import type { Statement, StatementResult } from './statement.ts'
import { CommandQuery, StatementQuery } from './wire-query.ts'

/** What a connection knows of where it comes from. */
export interface ConnectionPool {
  /** Whether somebody waits for a connection now. */
  readonly isAwaited: () => boolean
  /** Has PostgreSQL give up what a client is running. @returns whether it certainly has received that. */
  readonly cancel: (client: PoolClient) => Promise<boolean>
}

/** How much later than PostgreSQL's own limit an answer may come, on a network and a machine that are busy. */
const answerGraceMs = 2_000

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
  readonly #pool: ConnectionPool
  #lost: Error | undefined
  #gathering = false
  /** How many queries have been sent and not been answered. */
  #pending = 0
  /** Whether a cancel request may still be on its way to it. */
  #endangered = false
  /** How many answers have come. */
  #answered = 0
  #answerWithinMs: number | undefined
  #silence: NodeJS.Timeout | undefined
  /** Ends what the last holder left open; it goes with the first command of this one. */
  #leftOpen: string

  constructor(client: PoolClient, pool: ConnectionPool) {
    this.#client = client
    this.#pool = pool
    this.#leftOpen = leftOpen.delete(client) ? 'ROLLBACK;' : ''
    client.on('error', this.#markLost)
  }

  /** Why the connection is lost, or `undefined` while it holds. */
  get lost(): Error | undefined {
    return this.#lost
  }

  /**
   * Says how long PostgreSQL lets a statement take. A connection on which no answer comes for longer is half-open: nobody is
   * at the other end any more, and nothing would ever say so.
   *
   * @param statementTimeoutMs 0 for without limit.
   */
  expectAnswers(statementTimeoutMs: number): void {
    this.#answerWithinMs = statementTimeoutMs > 0 ? Math.min(statementTimeoutMs + answerGraceMs, longestMs) : undefined
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
          this.#noteAnswer()
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
          this.#noteAnswer()
          if (error !== null || completion === undefined) reject(this.#noticeLoss(error))
          else resolve(completion)
        }),
      )
    })
  }

  /** Has PostgreSQL give up what is running, if something is; it is answered with an error. */
  async cancel(): Promise<void> {
    if (this.#pending === 0 || this.#lost !== undefined) return
    if (!(await this.#pool.cancel(this.#client))) this.#endangered = true
  }

  /**
   * Hands the connection to whoever waits for it, with its transaction still open: the next one ends that in the same
   * round trip in which it begins its own. Only for a transaction in which nothing was written.
   *
   * @returns whether somebody waited; the connection is still held when nobody did.
   */
  handOver(): boolean {
    if (this.#lost !== undefined || !this.#pool.isAwaited()) return false
    leftOpen.add(this.#client)
    clearTimeout(this.#silence)
    this.#client.off('error', this.#markLost)
    this.#client.release()
    return true
  }

  /** Gives the connection back to its pool, or ends it when it is lost, still inside a transaction, or may be cancelled yet. */
  release(): void {
    clearTimeout(this.#silence)
    const idle = this.#client.getTransactionStatus() === 'I'
    this.#client.release(this.#lost !== undefined || this.#endangered || !idle)
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
    if (this.#pending === 0) this.#listen()
    this.#pending += 1
    // pg's types describe a connection that no query of today meets.
    this.#client.query(query as unknown as Submittable)
  }

  #noteAnswer(): void {
    this.#pending -= 1
    this.#answered += 1
    if (this.#pending > 0) this.#silence?.refresh()
  }

  /** Begins to wait for an answer. */
  #listen(): void {
    if (this.#answerWithinMs === undefined) return
    if (this.#silence === undefined) this.#silence = setTimeout(this.#endSilence, this.#answerWithinMs).unref()
    else this.#silence.refresh()
  }

  #endSilence = (): void => {
    if (this.#pending === 0) return
    const answered = this.#answered
    // A process that stood still finds its clocks run out before it reads what has come meanwhile.
    setImmediate(() => {
      if (this.#pending === 0 || this.#answered !== answered) return
      const silent = new Error(`PostgreSQL has answered nothing for ${this.#answerWithinMs} ms.`)
      this.#markLost(silent)
      this.#client.connection.stream.destroy(silent)
    })
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
