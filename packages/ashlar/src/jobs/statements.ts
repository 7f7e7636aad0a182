/** The framework's statements about jobs. They are prepared, and run in whatever unit of work is open. */
import {
  findUnitOfWork,
  runUnitOfWork,
  type Statement,
  type StatementResult,
  type UnitOfWorkSource,
} from '../data/runtime.ts'
import { findScope, RequestScope } from '../scope/request-scope.ts'

/** A statement that waits for its values. */
export type PreparedText = (values: readonly unknown[]) => Statement

/** Names a text, so that it is prepared once on each connection. */
export function prepareText(name: string, verb: string, text: string): PreparedText {
  const fixed = {
    text,
    preparedAs: `ashlar_job_${name}`,
    rowsAs: 'objects',
    origin: { module: 'ashlar', verb },
  } as const
  return (values) => ({ ...fixed, values })
}

/** Runs a statement in the unit of work of the caller. */
export function runStatement(statement: Statement): Promise<StatementResult> {
  const current = findUnitOfWork()
  if (current === undefined) throw new TypeError('A statement about jobs ran outside of a unit of work.')
  return current.unit.runStatement(current.frame, statement)
}

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
