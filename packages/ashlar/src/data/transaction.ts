import type { RequestScope } from '../scope/request-scope.ts'
import type { Connection } from './connection.ts'
import { commitUnknown } from './errors.ts'
import { explainFailure } from './sql-state.ts'
import type { Statement, StatementResult } from './statement.ts'
import {
  beginTransaction,
  changeStanding,
  type Standing,
  standingOf,
  type TransactionTerms,
} from './transaction-text.ts'

/** A savepoint that has been asked for. */
export interface OpenSavepoint {
  readonly name: string
  /** Fails when the savepoint could not be made. */
  readonly opened: Promise<unknown>
  /** In whose name statements ran when it was made: undoing it undoes a later change of that too. */
  readonly standing: Standing
}

/** What PostgreSQL knows of a unit of work: one transaction on one connection, with who acts in it. */
export class Transaction {
  readonly #connection: Connection
  readonly #scope: RequestScope
  #standing: Standing
  #savepointCount = 0
  #failure: Error | undefined

  /** Begins at once. Nobody waits for that: the first statement goes in the same round trip, and fails with it. */
  constructor(connection: Connection, scope: RequestScope, terms: TransactionTerms) {
    this.#connection = connection
    this.#scope = scope
    this.#standing = standingOf(scope)
    connection.expectAnswers(terms.statementTimeoutMs)
    connection.command(beginTransaction(scope, this.#standing, terms)).catch((error: unknown) => {
      this.#failure = explainFailure({ module: 'ashlar', verb: 'begin' }, error)
    })
  }

  /** Why the connection is lost, or `undefined` while it holds. */
  get lost(): Error | undefined {
    return this.#connection.lost
  }

  /** Why the transaction could not begin, if so. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Runs a statement in the name of whoever acts by now, on the rows that its view shows. */
  run(statement: Statement): Promise<StatementResult> {
    const standing = standingOf(this.#scope, statement.view)
    const change = changeStanding(this.#standing, standing)
    this.#standing = standing
    return change === '' ? this.#connection.run(statement) : this.#runAfter(change.slice(1), statement)
  }

  /** What goes wrong with the command is the statement's failure: a savepoint around it undoes both. */
  #runAfter(command: string, statement: Statement): Promise<StatementResult> {
    const told = this.#connection.command(command)
    told.catch(() => undefined)
    return this.#connection.run(statement).catch(async (error: unknown) => {
      await told
      throw error
    })
  }

  openSavepoint(): OpenSavepoint {
    const name = `ashlar_${++this.#savepointCount}`
    const opened = this.#connection.command(`SAVEPOINT ${name}`)
    opened.catch(() => undefined)
    return { name, opened, standing: this.#standing }
  }

  async releaseSavepoint({ name, opened }: OpenSavepoint): Promise<void> {
    await opened
    await this.#connection.command(`RELEASE SAVEPOINT ${name}`)
  }

  async undoSavepoint({ name, standing }: OpenSavepoint): Promise<void> {
    this.#standing = standing
    if (this.lost !== undefined) return
    await this.#connection.command(`ROLLBACK TO SAVEPOINT ${name};RELEASE SAVEPOINT ${name}`).catch(() => undefined)
  }

  /**
   * Keeps everything and gives the connection back.
   *
   * @returns whether it was kept: PostgreSQL rolls back a transaction that it had given up.
   * @throws ASH406 when the connection broke before the answer came.
   */
  async commit(): Promise<boolean> {
    try {
      return (await this.#connection.command('COMMIT')) === 'COMMIT'
    } catch (error) {
      if (this.lost !== undefined) throw commitUnknown(error)
      throw explainFailure({ module: 'ashlar', verb: 'commit' }, error)
    } finally {
      this.#connection.release()
    }
  }

  /**
   * Ends a transaction in which nothing was written. Nobody needs to wait for that; where somebody waits for the
   * connection, it is handed over at once.
   */
  async leave(): Promise<void> {
    if (!this.#connection.handOver()) await this.rollBack()
  }

  /** Has PostgreSQL give up the statement that is running, if one is. It ends with an error, and the transaction can be undone. */
  cancel(): Promise<void> {
    return this.#connection.cancel()
  }

  /** Undoes everything, after what is still running, and gives the connection back. A lost one is undone already. */
  async rollBack(): Promise<void> {
    await this.#connection.command('ROLLBACK').catch(() => undefined)
    this.#connection.release()
  }
}
