import type { TransactionOptions } from '../contract/transactions.ts'
import type { RequestScope } from '../scope/request-scope.ts'
import type { Connection } from './connection.ts'
import { runInUnit } from './current-unit.ts'
import {
  connectionLost,
  failureSwallowed,
  savepointEnded,
  savepointNotAwaited,
  transactionGivenUp,
  unitOfWorkEnded,
} from './errors.ts'
import { explainFailure, isGivenUp } from './sql-state.ts'
import type { Statement, StatementResult } from './statement.ts'
import { Transaction } from './transaction.ts'
import type { TransactionTerms, TransactionTimeouts } from './transaction-text.ts'
import { type FollowUp, UnitFrame } from './unit-frame.ts'

/** Where units of work get their connections from. */
export interface UnitOfWorkSource extends TransactionTimeouts {
  /** Takes a connection; the unit releases it. */
  readonly acquire: () => Promise<Connection>
  /** Keeps work that goes on after its answer was sent, until the source closes. Its failure is reported. */
  readonly inBackground: (work: Promise<unknown>) => void
  /** Where bookkeeping that survives a rollback is kept; `undefined` when it is this very source. */
  readonly bookkeeping: UnitOfWorkSource | undefined
  /** Where what follows from its work is written. @default this very source */
  readonly writer?: UnitOfWorkSource
}

/** How one unit of work is run. */
export interface UnitOfWorkOptions {
  readonly transaction?: TransactionOptions | undefined
  /** Ends the work before its time: what it is running is cancelled, all it did is undone, and the reason is thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The transaction of a request: begun by its first statement, ended with the work, or none when no statement runs.
 *
 * Everything that the work calls and awaits joins it, whichever module it belongs to.
 */
export class UnitOfWork {
  readonly source: UnitOfWorkSource
  readonly scope: RequestScope
  readonly #root = new UnitFrame()
  readonly #terms: TransactionTerms
  readonly #signal: AbortSignal | undefined
  /** Failures of statements that nobody waits for: no caller can have caught one. */
  readonly #unseen = new WeakSet<Error>()
  #transaction: Transaction | undefined
  #opening: Promise<Transaction> | undefined
  #repeatable = true
  #wrote = false

  constructor(source: UnitOfWorkSource, scope: RequestScope, { transaction, signal }: UnitOfWorkOptions = {}) {
    this.source = source
    this.scope = scope
    this.#terms = termsOf(source, transaction)
    this.#signal = signal
  }

  /** Whether statements can still join. */
  get open(): boolean {
    return !this.#root.ended
  }

  /** Whether it holds a connection, or waits for one. */
  get connected(): boolean {
    return this.open && this.#opening !== undefined
  }

  /** Whether a connection is its own by now, so that it can go on whatever others wait for. */
  get holdsConnection(): boolean {
    return this.open && this.#transaction !== undefined
  }

  /** Whether a module has sent anything but a `select`: what it reads now may not be what others see. */
  get wrote(): boolean {
    return this.#wrote
  }

  /** Whether all its statements see one moment, which may have passed by now. */
  get seesOneMoment(): boolean {
    const { isolation } = this.#terms
    return isolation !== undefined && isolation !== 'read-committed'
  }

  /** Whether all that it did is undone with its transaction, so that the work may run again. */
  get repeatable(): boolean {
    return this.#repeatable
  }

  /** Notes that something was done which outlives a rollback. */
  forbidRetry(): void {
    this.#repeatable = false
  }

  /** Why PostgreSQL gave up the transaction, whatever the work made of that. */
  get failure(): Error | undefined {
    return this.#findFailure(this.#root)
  }

  /** What is to run now that the work has been kept. */
  get followUps(): readonly FollowUp[] {
    return this.#root.followUps
  }

  /** Runs work, then keeps what it did, or undoes all of it when it throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    let result: Result
    try {
      result = await this.#untilEnded(() => runInUnit({ unit: this, frame: this.#root }, work))
    } catch (error) {
      const ended = this.#signal?.aborted === true
      if (ended) this.#root.end()
      const transaction = await this.#settleOpening().catch(() => undefined)
      this.#root.end()
      if (ended) await transaction?.cancel()
      await transaction?.rollBack()
      throw error
    }
    await this.#keep()
    return result
  }

  /** Waits for work until it is ended from outside. */
  async #untilEnded<Result>(work: () => Promise<Result>): Promise<Result> {
    const signal = this.#signal
    if (signal === undefined) return work()
    signal.throwIfAborted()
    const { promise: ended, reject } = Promise.withResolvers<never>()
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([work(), ended])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Sends a statement in the order of asking, or after the savepoint that is open beside it. */
  async runStatement(frame: UnitFrame, statement: Statement): Promise<StatementResult> {
    try {
      return await this.#run(frame, statement)
    } catch (error) {
      throw this.#explain(frame, statement, error)
    }
  }

  /**
   * Sends a statement that nobody waits for. When it fails, so does what surrounds it, with its failure: the savepoint,
   * or the whole unit of work as it is about to be kept.
   */
  sendStatement(frame: UnitFrame, statement: Statement): void {
    const sent = this.#run(frame, statement).then(
      () => undefined,
      (error: unknown) => {
        const failure = this.#explain(frame, statement, error)
        this.#unseen.add(failure)
        frame.failure ??= failure
      },
    )
    frame.sent.push(sent)
  }

  /** Runs work that can be undone by itself, after the savepoints that were asked for before it. */
  async runSavepoint<Result>(parent: UnitFrame, work: () => Promise<Result>): Promise<Result> {
    this.#refuseLate(parent)
    const transaction = this.#transaction ?? (await this.#open())
    await parent.openSavepoint()
    const frame = new UnitFrame(parent)
    try {
      this.#refuseLate(parent)
      return await this.#runInSavepoint(transaction, frame, work)
    } finally {
      frame.end()
      parent.closeSavepoint()
    }
  }

  async #runInSavepoint<Result>(
    transaction: Transaction,
    frame: UnitFrame,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const savepoint = transaction.openSavepoint()
    try {
      const result = await runInUnit({ unit: this, frame }, work)
      if (frame.savepointOpen) throw savepointNotAwaited()
      this.#refuseLate(frame)
      frame.end()
      if (frame.failure !== undefined) throw await this.#tellFailure(frame)
      await transaction.releaseSavepoint(savepoint)
      frame.parent?.followUps.push(...frame.followUps)
      return result
    } catch (error) {
      frame.end()
      if (this.#findLate(frame.parent) === undefined) await transaction.undoSavepoint(savepoint)
      if (isGivenUp(error)) throw await this.#tellFailure(frame, error)
      throw error
    }
  }

  async #keep(): Promise<void> {
    const savepointOpen = this.#root.savepointOpen
    const transaction = await this.#settleOpening()
    this.#root.end()
    if (transaction === undefined) return
    if (savepointOpen) {
      await transaction.rollBack()
      throw savepointNotAwaited()
    }
    // Nothing was written, so nothing can be lost: the answer does not wait for the end of the transaction. What was read at
    // serializable is true once it is committed: PostgreSQL forgets what a transaction that is rolled back has read.
    if (this.scope.readOnly && this.#terms.isolation !== 'serializable') {
      return this.source.inBackground(transaction.leave())
    }
    const failure = this.#findFailure(this.#root)
    if (failure !== undefined || transaction.lost !== undefined) {
      await transaction.rollBack()
      throw transaction.lost === undefined ? await this.#tellFailure(this.#root) : connectionLost(transaction.lost)
    }
    if (!(await transaction.commit())) throw await this.#tellFailure(this.#root)
  }

  /** Statements that wait for the connection are sent before the transaction ends: they asked for it first. */
  async #settleOpening(): Promise<Transaction | undefined> {
    return this.#transaction ?? (await this.#opening)
  }

  #open(): Promise<Transaction> {
    this.#opening ??= this.source.acquire().then((connection) => {
      try {
        this.#transaction = new Transaction(connection, this.scope, this.#terms)
        return this.#transaction
      } catch (error) {
        connection.release()
        throw error
      }
    })
    return this.#opening
  }

  async #run(frame: UnitFrame, statement: Statement): Promise<StatementResult> {
    this.#refuseLate(frame)
    const { module, verb } = statement.origin
    if (module !== 'ashlar' && verb !== 'select') this.#wrote = true
    const transaction = this.#transaction ?? (await this.#open())
    return this.#runWhenFree(transaction, frame, statement)
  }

  #runWhenFree(transaction: Transaction, frame: UnitFrame, statement: Statement): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      frame.whenFree(() => {
        const late = this.#findLate(frame)
        if (late !== undefined) reject(late)
        else transaction.run(statement).then(resolve, reject)
      })
    })
  }

  #explain(frame: UnitFrame, { origin, view }: Statement, error: unknown): Error {
    const earlier = this.#findFailure(frame)
    if (earlier !== undefined && isGivenUp(error)) {
      return this.#unseen.has(earlier) ? earlier : transactionGivenUp(origin, earlier)
    }
    const failure = explainFailure(origin, error, view?.tenant ?? this.scope.tenant)
    // What is an error of ours already never reached PostgreSQL, so the transaction stands.
    if (failure !== error) frame.failure ??= failure
    return failure
  }

  /** What is told of a stretch that PostgreSQL gave up. Its statements have been answered by then, if not yet looked at. */
  async #tellFailure(frame: UnitFrame, otherwise?: unknown): Promise<Error> {
    await Promise.all(frame.sent)
    const failure = this.#findFailure(frame)
    return failure !== undefined && this.#unseen.has(failure) ? failure : failureSwallowed(failure ?? otherwise)
  }

  /** The first failure that PostgreSQL gave up for what surrounds a call. */
  #findFailure(frame: UnitFrame): Error | undefined {
    for (let at: UnitFrame | undefined = frame; at !== undefined; at = at.parent) {
      if (at.failure !== undefined) return at.failure
    }
    return this.#transaction?.failure
  }

  #findLate(frame: UnitFrame | undefined): Error | undefined {
    if (this.#root.ended) return unitOfWorkEnded()
    for (let at = frame; at !== undefined; at = at.parent) {
      if (at.ended) return savepointEnded()
    }
    return undefined
  }

  #refuseLate(frame: UnitFrame): void {
    const late = this.#findLate(frame)
    if (late !== undefined) throw late
  }
}

function termsOf(source: UnitOfWorkSource, options: TransactionOptions | undefined): TransactionTerms {
  if (options === undefined) return source
  const { statementTimeoutMs, lockTimeoutMs, idleInTransactionTimeoutMs } = source
  return {
    isolation: options.isolation,
    statementTimeoutMs: options.statementTimeoutMs ?? statementTimeoutMs,
    lockTimeoutMs: options.lockTimeoutMs ?? lockTimeoutMs,
    idleInTransactionTimeoutMs,
  }
}
