import { RequestScope, runInScope } from '../scope/request-scope.ts'
import { findSurroundingUnit, findUnitOfWork } from './current-unit.ts'
import { secondConnection } from './errors.ts'
import { UnitOfWork, type UnitOfWorkSource } from './unit-of-work.ts'

/**
 * Runs work as one transaction in a scope: kept when it resolves, undone when it throws.
 *
 * Inside a unit of work of the same scope that is still open it joins that one. Without a statement no connection is
 * taken. In a scope that may only read, the answer does not wait for the end of the transaction.
 *
 * @throws ASH471 inside a unit of work of another scope that holds a connection of the same pool.
 */
export async function runUnitOfWork<Result>(
  source: UnitOfWorkSource,
  scope: RequestScope,
  work: () => Promise<Result>,
): Promise<Result> {
  const current = findUnitOfWork()
  if (current?.unit.scope === scope && current.unit.open) return work()
  const surrounding = findSurroundingUnit()
  if (surrounding?.source === source && surrounding.connected) throw secondConnection()
  const unit = new UnitOfWork(source, scope)
  const result = await runInScope(scope, () => unit.run(work))
  for (const followUp of unit.followUps) {
    source.inBackground(runUnitOfWork(source, successorOf(scope), async () => followUp()))
  }
  return result
}

/** A scope for work that follows from another's: the same request, actor and tenant, and free to write. */
export function successorOf({ id, actor, impersonator, tenant }: RequestScope): RequestScope {
  return new RequestScope({ id, readOnly: false, actor, impersonator, tenant })
}
