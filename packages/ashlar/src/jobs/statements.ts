import { preparedTextsOf, runUnitOfWork, type UnitOfWorkSource } from '../data/runtime.ts'
import { findScope, RequestScope } from '../scope/request-scope.ts'

/** Names the framework's statements about jobs. */
export const prepareText = preparedTextsOf('job')

/** Runs the framework's own statements in a transaction of their own. */
export function runAside<Result>(source: UnitOfWorkSource, work: () => Promise<Result>): Promise<Result> {
  return runUnitOfWork(source, new RequestScope({ id: findScope()?.id ?? 'jobs', readOnly: false }), work)
}

/**
 * Need not wait for the disk: what a crash of the server loses of this transaction is made up for.
 */
export const relaxCommit = prepareText(
  'relax_commit',
  'select',
  `select pg_catalog.set_config('synchronous_commit', 'off', true)`,
)
