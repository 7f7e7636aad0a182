/** The statements that the framework itself sends. They are prepared, and run in whatever unit of work is open. */
import { findScope, RequestScope } from '../scope/request-scope.ts'
import { findUnitOfWork } from './current-unit.ts'
import { outsideUnitOfWork } from './errors.ts'
import { runUnitOfWork } from './run-unit-of-work.ts'
import type { Statement, StatementResult } from './statement.ts'
import type { UnitOfWorkSource } from './unit-of-work.ts'

/** A statement that waits for its values. */
export type PreparedText = (values: readonly unknown[]) => Statement

/** Names texts within one area of the framework, so that each is prepared once on each connection. */
export type PrepareText = (name: string, verb: string, text: string) => PreparedText

/** Makes what names the texts of an area, such as `event`. */
export function preparedTextsOf(area: string): PrepareText {
  return (name, verb, text) => {
    const fixed = {
      text,
      preparedAs: `ashlar_${area}_${name}`,
      rowsAs: 'objects',
      origin: { module: 'ashlar', verb },
    } as const
    return (values) => ({ ...fixed, values })
  }
}

/** Runs a statement in the unit of work of the caller. @throws ASH407 outside of one. */
export async function runStatement(statement: Statement): Promise<StatementResult> {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('The framework used its database')
  return current.unit.runStatement(current.frame, statement)
}

/** Runs the framework's own statements in a transaction of their own, by the name of the request that is under way, if there is one. */
export function runAside<Result>(source: UnitOfWorkSource, work: () => Promise<Result>): Promise<Result> {
  return runUnitOfWork(source, new RequestScope({ id: findScope()?.id ?? 'ashlar', readOnly: false }), work)
}
