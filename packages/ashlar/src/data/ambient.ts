/** What code inside a unit of work can ask of it. */
import { randomUUID } from 'node:crypto'
import type { TransactionOptions } from '../contract/transactions.ts'
import { type Actor, RequestScope } from '../scope/request-scope.ts'
import { findUnitOfWork } from './current-unit.ts'
import type { Database } from './database.ts'
import { outsideUnitOfWork } from './errors.ts'
import { findRowView, runWithView, withTenant } from './row-view.ts'
import { runUnitOfWork, successorOf } from './run-unit-of-work.ts'
import type { FollowUp } from './unit-frame.ts'

/**
 * Runs work that can be undone by itself: when it throws, its statements are undone and the transaction goes on.
 *
 * Savepoints of one transaction run one after the other, in order of their calls, and statements called beside an open
 * one wait until it has ended. So never let the work of a savepoint wait for a statement that was called outside of it.
 *
 * @throws ASH407 outside of a unit of work, ASH411 when the work caught the error of a failed statement, and whatever
 *   the work throws.
 */
export async function savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('savepoint() was called')
  return current.unit.runSavepoint(current.frame, work)
}

/**
 * Runs something after the transaction has been kept, in a unit of work of its own and for the same tenant; never when it is
 * undone.
 *
 * The answer does not wait for it, and its failure cannot change what was kept. It is lost when the process ends first.
 *
 * @throws ASH407 outside of a unit of work.
 */
export function afterCommit(followUp: FollowUp): void {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('afterCommit() was called')
  const tenant = findRowView()?.tenant
  current.frame.followUps.push(tenant === undefined ? followUp : () => withTenant(tenant, async () => followUp()))
}

/**
 * Runs work in a transaction of its own, which the request's rollback does not undo, and which may write on a `GET`:
 * for session touches, throttle counters and the record of refused access. Keep it short: it has few connections.
 *
 * It sees what the request has written only once that is kept. The unit of work around it is not run
 * again then when others get in its way.
 *
 * @throws ASH407 outside of a unit of work.
 */
export async function bookkeeping<Result>(work: () => Promise<Result>): Promise<Result> {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('bookkeeping() was called')
  const { source, scope } = current.unit
  if (source.bookkeeping === undefined) return work()
  current.unit.forbidRetry()
  const view = findRowView()
  const seen = view === undefined ? work : () => runWithView(view, work)
  return runUnitOfWork(source.bookkeeping, successorOf(scope), seen)
}

/**
 * Says that something was done which a rollback does not undo, such as a call to another service. The unit of work around it
 * is not run again then when others get in the way of its transaction; its caller hears of that instead.
 *
 * Call it before what cannot be undone. Better is to leave that to `afterCommit()` or a job.
 *
 * @throws ASH407 outside of a unit of work.
 */
export function forbidRetry(): void {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('forbidRetry() was called')
  current.unit.forbidRetry()
}

export interface DetachedOptions extends TransactionOptions {
  /** @default the actor `system` */
  readonly actor?: Actor
  /** Stands in the transaction and in the log. @default a random UUID */
  readonly id?: string
  /** @default false */
  readonly readOnly?: boolean
  /** The id of the tenant that the work is for. @default none */
  readonly tenant?: string | undefined
}

/** Runs work as one transaction that belongs to no request: for commands, seeds and tests. */
export function runDetached<Result>(
  database: Database,
  work: () => Promise<Result>,
  { actor = { id: 'system' }, id = randomUUID(), readOnly = false, tenant, ...transaction }: DetachedOptions = {},
): Promise<Result> {
  return runUnitOfWork(database.units, new RequestScope({ id, actor, readOnly, tenant }), work, { transaction })
}
