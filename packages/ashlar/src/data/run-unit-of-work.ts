import { setTimeout as delay } from 'node:timers/promises'
import { RequestScope, runInScope } from '../scope/request-scope.ts'
import { findSurroundingUnit, findUnitOfWork } from './current-unit.ts'
import { conflictedTooOften, secondConnection } from './errors.ts'
import { isConflict } from './sql-state.ts'
import { UnitOfWork, type UnitOfWorkOptions, type UnitOfWorkSource } from './unit-of-work.ts'

export interface RunOptions extends UnitOfWorkOptions {
  /**
   * Whether the work runs again when PostgreSQL undid its transaction because others got in its way.
   *
   * @default where the scope may only read, or an isolation is declared
   */
  readonly repeatable?: boolean | undefined
}

/** How often work is run in all. */
const tries = 10
const longestPauseMs = 250

/**
 * Runs work as one transaction in a scope: kept when it resolves, undone when it throws.
 *
 * Inside a unit of work of the same scope that is still open it joins that one. Without a statement no connection is
 * taken. In a scope that may only read, the answer does not wait for the end of the transaction, unless that is serializable.
 *
 * @throws ASH471 inside a unit of work of another scope that holds a connection of the same pool; ASH580 when others got in
 *   the way of each of its tries.
 */
export async function runUnitOfWork<Result>(
  source: UnitOfWorkSource,
  scope: RequestScope,
  work: () => Promise<Result>,
  options: RunOptions = {},
): Promise<Result> {
  const current = findUnitOfWork()
  if (current?.unit.scope === scope && current.unit.open) return work()
  const surrounding = findSurroundingUnit()
  if (surrounding?.source === source && surrounding.connected) throw secondConnection()
  const { unit, result } = await runUntilKept(source, scope, work, options)
  for (const followUp of unit.followUps) {
    const writer = source.writer ?? source
    writer.inBackground(runUnitOfWork(writer, successorOf(scope), async () => followUp()))
  }
  return result
}

interface Kept<Result> {
  readonly unit: UnitOfWork
  readonly result: Result
}

async function runUntilKept<Result>(
  source: UnitOfWorkSource,
  scope: RequestScope,
  work: () => Promise<Result>,
  options: RunOptions,
): Promise<Kept<Result>> {
  const { repeatable = scope.readOnly || options.transaction?.isolation !== undefined, signal } = options
  for (let tried = 1; ; tried += 1) {
    const unit = new UnitOfWork(source, scope, options)
    try {
      return { unit, result: await runInScope(scope, () => unit.run(work)) }
    } catch (error) {
      const conflict = isConflict(error) || isConflict(unit.failure)
      if (!conflict || !repeatable || !unit.repeatable || signal?.aborted) throw error
      if (tried === tries) throw conflictedTooOften(tries, error)
    }
    // Whoever was in the way goes on first; by chance, so that two do not meet again and again.
    await delay(Math.random() * Math.min(2 ** tried * 5, longestPauseMs))
  }
}

/** A scope for work that follows from another's: the same request, actor and tenant, and free to write. */
export function successorOf({ id, actor, impersonator, tenant }: RequestScope): RequestScope {
  return new RequestScope({ id, readOnly: false, actor, impersonator, tenant })
}
