/**
 * The transaction of a request: begun by its first statement, ended with the work.
 *
 * Everything that the work calls and awaits joins it, whichever module it belongs to.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { findScope, RequestScope, runInScope } from '../scope/request-scope.ts'
import type { Connection } from './connection.ts'
import {
  commitUnknown,
  connectionLost,
  failureSwallowed,
  savepointEnded,
  savepointNotAwaited,
  transactionGivenUp,
  unitOfWorkEnded,
} from './errors.ts'
import { explainFailure } from './sql-state.ts'
import type { Statement, StatementResult } from './statement.ts'
import { beginTransaction, setActor } from './transaction-text.ts'
import { UnitFrame } from './unit-frame.ts'

/** Where a unit of work gets its connection from, and what it tells. */
export interface UnitOfWorkSource {
  readonly statementTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
  /** Takes a connection; the unit releases it. */
  readonly acquire: () => Promise<Connection>
  /** Keeps work that goes on after its answer was sent, until the source closes. Its failure is reported. */
  readonly inBackground: (work: Promise<unknown>) => void
  /** Where bookkeeping that survives a rollback is kept; `undefined` when it is this very source. */
  readonly bookkeeping: UnitOfWorkSource | undefined
}

/** One transaction, or none as long as no statement runs. */
export class UnitOfWork {
  readonly source: UnitOfWorkSource
  readonly scope: RequestScope
  readonly #root = new UnitFrame()
  #connection: Connection | undefined
  #opening: Promise<Connection> | undefined
  #actorInTransaction: string | undefined
  #savepointCount = 0

  constructor(source: UnitOfWorkSource, scope: RequestScope) {
    this.source = source
    this.scope = scope
  }

  /** Whether statements can still join. */
  get open(): boolean {
    return !this.#root.ended
  }

  /** Runs work, then keeps what it did, or undoes all of it when it throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    let result: Result
    try {
      result = await ambient.run({ unit: this, frame: this.#root }, () => begin(work))
    } catch (error) {
      await this.#rollBack()
      throw error
    }
    await this.#commit()
    this.#startFollowUps()
    return result
  }

  /** @see savepoint */
  async savepoint<Result>(parent: UnitFrame, work: () => Promise<Result>): Promise<Result> {
    this.#refuseLate(parent)
    const connection = this.#connection ?? (await this.#open())
    await new Promise<void>((start) => {
      parent.whenFree(() => {
        if (!parent.ended) parent.openSavepoint()
        start()
      })
    })
    this.#refuseLate(parent)
    const frame = new UnitFrame(parent)
    try {
      return await this.#runSavepoint(connection, frame, work)
    } finally {
      frame.end()
      if (!parent.ended) parent.closeSavepoint()
    }
  }

  /** Sends a statement in the order of asking, or after the savepoint that is open beside it. */
  async runStatement(frame: UnitFrame, statement: Statement): Promise<StatementResult> {
    this.#refuseLate(frame)
    const connection = this.#connection ?? (await this.#open())
    try {
      return await this.#send(connection, frame, statement)
    } catch (error) {
      throw this.#explain(frame, statement, error)
    }
  }

  #send(connection: Connection, frame: UnitFrame, statement: Statement): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      frame.whenFree(() => {
        const late = this.#findLate(frame)
        if (late !== undefined) return reject(late)
        this.#updateActor(connection, frame)
        connection.run(statement).then(resolve, reject)
      })
    })
  }

  #explain(frame: UnitFrame, { origin }: Statement, error: unknown): Error {
    const earlier = this.#findFailure(frame)
    if (earlier !== undefined && isGivenUp(error)) return transactionGivenUp(origin, earlier)
    const failure = explainFailure(origin, error)
    // What is an error of ours already never reached PostgreSQL, so the transaction stands.
    if (failure !== error) frame.failure ??= failure
    return failure
  }

  #findFailure(frame: UnitFrame): Error | undefined {
    for (let at: UnitFrame | undefined = frame; at !== undefined; at = at.parent) {
      if (at.failure !== undefined) return at.failure
    }
    return undefined
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

  #open(): Promise<Connection> {
    this.#opening ??= this.source.acquire().then((connection) => {
      this.#connection = connection
      this.#actorInTransaction = this.scope.actor?.id
      // Not awaited: the first statement follows in the same round trip, and fails with it when this fails.
      connection.command(beginTransaction(this.scope, this.source)).catch((error: unknown) => {
        this.#root.failure ??= explainFailure({ module: 'ashlar', verb: 'begin' }, error)
      })
      return connection
    })
    return this.#opening
  }

  #updateActor(connection: Connection, frame: UnitFrame): void {
    const actorId = this.scope.actor?.id
    if (actorId === this.#actorInTransaction) return
    this.#actorInTransaction = actorId
    connection.command(setActor(actorId)).catch((error: unknown) => {
      frame.failure ??= explainFailure({ module: 'ashlar', verb: 'set' }, error)
    })
  }

  async #runSavepoint<Result>(connection: Connection, frame: UnitFrame, work: () => Promise<Result>): Promise<Result> {
    const name = `ashlar_${++this.#savepointCount}`
    const actorBefore = this.#actorInTransaction
    const undo = async () => {
      frame.end()
      this.#actorInTransaction = actorBefore
      if (this.#findLate(frame.parent) !== undefined || connection.lost !== undefined) return
      await connection.command(`ROLLBACK TO SAVEPOINT ${name};RELEASE SAVEPOINT ${name}`).catch(() => undefined)
    }
    const opened = connection.command(`SAVEPOINT ${name}`)
    opened.catch(() => undefined)
    let result: Result
    try {
      result = await ambient.run({ unit: this, frame }, () => begin(work))
    } catch (error) {
      await undo()
      throw error
    }
    try {
      await opened
      if (frame.savepointOpen) throw savepointNotAwaited()
      this.#refuseLate(frame)
      frame.end()
      if (frame.failure !== undefined) throw failureSwallowed(frame.failure)
      await connection.command(`RELEASE SAVEPOINT ${name}`)
    } catch (error) {
      await undo()
      if (isGivenUp(error)) throw failureSwallowed(this.#findFailure(frame) ?? error)
      throw explainFailure({ module: 'ashlar', verb: 'savepoint' }, error)
    }
    frame.parent?.followUps.push(...frame.followUps)
    return result
  }

  async #commit(): Promise<void> {
    const savepointOpen = this.#root.savepointOpen
    const connection = await this.#settleOpening()
    this.#root.end()
    if (connection === undefined) return
    if (savepointOpen) {
      await this.#undo(connection)
      throw savepointNotAwaited()
    }
    // Nothing was written, so nothing can be lost: the answer does not wait for the end of the transaction.
    if (this.scope.readOnly) return this.source.inBackground(this.#undo(connection))
    if (this.#root.failure !== undefined || connection.lost !== undefined) {
      await this.#undo(connection)
      throw connection.lost === undefined ? failureSwallowed(this.#root.failure) : connectionLost(connection.lost)
    }
    const completion = await this.#finish(connection, 'COMMIT')
    // PostgreSQL answers the COMMIT of a transaction it had given up with ROLLBACK.
    if (completion !== 'COMMIT') throw failureSwallowed(this.#root.failure)
  }

  async #rollBack(): Promise<void> {
    const connection = await this.#settleOpening().catch(() => undefined)
    this.#root.end()
    if (connection !== undefined) await this.#undo(connection)
  }

  async #undo(connection: Connection): Promise<void> {
    await this.#finish(connection, 'ROLLBACK').catch(() => undefined)
  }

  /** Statements that wait for the connection are sent before the transaction ends: they asked for it first. */
  async #settleOpening(): Promise<Connection | undefined> {
    return this.#connection ?? (await this.#opening)
  }

  async #finish(connection: Connection, text: 'COMMIT' | 'ROLLBACK'): Promise<string> {
    try {
      return await connection.command(text)
    } catch (error) {
      if (connection.lost !== undefined && text === 'COMMIT') throw commitUnknown(error)
      throw explainFailure({ module: 'ashlar', verb: text.toLowerCase() }, error)
    } finally {
      connection.release()
    }
  }

  #startFollowUps(): void {
    for (const followUp of this.#root.followUps) {
      this.source.inBackground(runUnitOfWork(this.source, successorOf(this.scope), async () => followUp()))
    }
  }
}

/** A scope for work that follows from another's: the same request and actor, and free to write. */
export function successorOf({ id, actor }: RequestScope): RequestScope {
  return new RequestScope({ id, readOnly: false, ...(actor === undefined ? {} : { actor }) })
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '25P02' || error.code === '26000')
}

/** A query of Drizzle runs when it is awaited: work that returns one is awaited where it belongs. */
async function begin<Result>(work: () => Promise<Result>): Promise<Result> {
  return await work()
}

/** The unit of work of the current call, and the savepoint of it that the call stands in. */
export interface CurrentUnit {
  readonly unit: UnitOfWork
  readonly frame: UnitFrame
}

/** Narrower than a request scope: a savepoint's statements are told from those beside it by where they are called. */
const ambient = new AsyncLocalStorage<CurrentUnit>()

/** The unit of work that a call made here would join, or `undefined` outside of any. */
export function findUnitOfWork(): CurrentUnit | undefined {
  const current = ambient.getStore()
  return current !== undefined && current.unit.scope === findScope() ? current : undefined
}

/**
 * Runs work as one transaction in a scope: kept when it resolves, undone when it throws.
 *
 * Inside a unit of work of the same scope that is still open it joins that one. Without a statement no connection is taken.
 */
export function runUnitOfWork<Result>(
  source: UnitOfWorkSource,
  scope: RequestScope,
  work: () => Promise<Result>,
): Promise<Result> {
  const current = findUnitOfWork()
  if (current?.unit.scope === scope && current.unit.open) return work()
  const unit = new UnitOfWork(source, scope)
  return runInScope(scope, () => unit.run(work))
}
