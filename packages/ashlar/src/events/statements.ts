/** The framework's statements about events. They are prepared, and run in whatever unit of work is open. */
import { findUnitOfWork, type Statement, type StatementResult } from '../data/runtime.ts'

/** A statement that waits for its values. */
export type PreparedText = (values: readonly unknown[]) => Statement

/** Names a text, so that it is prepared once on each connection. */
export function prepareText(name: string, verb: string, text: string): PreparedText {
  const fixed = {
    text,
    preparedAs: `ashlar_event_${name}`,
    rowsAs: 'objects',
    origin: { module: 'ashlar', verb },
  } as const
  return (values) => ({ ...fixed, values })
}

/** Runs a statement in the unit of work of the caller. */
export function runStatement(statement: Statement): Promise<StatementResult> {
  const current = findUnitOfWork()
  if (current === undefined) throw new TypeError('A statement about events ran outside of a unit of work.')
  return current.unit.runStatement(current.frame, statement)
}
