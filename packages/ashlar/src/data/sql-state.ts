/** From what PostgreSQL says to the error a caller gets. Source: PostgreSQL 18 documentation, appendix A. */
import pg from 'pg'
import { AshlarError } from '../contract/errors.ts'
import { endsConnection } from './connection.ts'
import {
  changedMeanwhile,
  checkViolation,
  connectionLost,
  databaseExhausted,
  deadlocked,
  foreignKeyViolation,
  planOutdated,
  readOnlyViolation,
  rowLocked,
  type StatementOrigin,
  statementFailed,
  statementTimedOut,
  uniqueViolation,
  valueDoesNotFit,
  valueMissing,
} from './errors.ts'
import { markedUnseen, noTenant, otherTenant, type StaleWrite, staleVersion } from './rules/errors.ts'

type Explain = (origin: StatementOrigin, error: pg.DatabaseError) => AshlarError

const violation = (origin: StatementOrigin, { schema, table, constraint }: pg.DatabaseError) => ({
  ...origin,
  table: schema === undefined || table === undefined ? table : `${schema}.${table}`,
  constraint,
})

const bySqlState: Readonly<Record<string, Explain>> = {
  '23505': (origin, error) => uniqueViolation(violation(origin, error), error),
  '23P01': (origin, error) => uniqueViolation(violation(origin, error), error),
  '23503': (origin, error) => foreignKeyViolation(violation(origin, error), error),
  '23001': (origin, error) => foreignKeyViolation(violation(origin, error), error),
  '23514': (origin, error) => checkViolation(violation(origin, error), error),
  '23502': (origin, error) => valueMissing({ ...violation(origin, error), column: error.column }, error),
  '25006': readOnlyViolation,
  '40001': changedMeanwhile,
  '40P01': deadlocked,
  '57014': statementTimedOut,
  '55P03': rowLocked,
  AS409: (origin, error) =>
    staleVersion(violation(origin, error), JSON.parse(error.detail ?? '{}') as StaleWrite, error),
}

/** SQLSTATE classes whose messages name only objects of the schema or come from a function's author, never values. */
const tellsNoValues = /^(42|P0)/

/** SQLSTATEs that say that the server has run out of disk, memory or connections, or cannot use its disk. */
const saysExhausted = /^(53|58030)/

/** The routine of PostgreSQL that refuses rows by a policy: unlike the message, its name is the same in every language. */
const refusesByPolicy = 'ExecWithCheckOptions'

/**
 * Explains why a statement failed. The original error is the cause.
 *
 * @param tenant the tenant that the statement ran for, if any.
 */
export function explainFailure(origin: StatementOrigin, error: unknown, tenant?: string): Error {
  if (error instanceof AshlarError) return error
  if (!(error instanceof Error)) return new Error(String(error))
  if (!(error instanceof pg.DatabaseError) || endsConnection(error)) return connectionLost(error)
  const sqlState = error.code ?? 'unknown'
  if (sqlState === '42501' && error.routine === refusesByPolicy) {
    const table = /"([^"]+)"[^"]*$/.exec(error.message)?.[1]
    if (error.message.includes('ashlar_kept_')) return markedUnseen(origin, table, error)
    return (tenant ? otherTenant : noTenant)(origin, table, error)
  }
  const explain = bySqlState[sqlState]
  if (explain !== undefined) return explain(origin, error)
  if (sqlState === '0A000' && error.message.startsWith('cached plan')) return planOutdated(origin, error)
  if (saysExhausted.test(sqlState)) return databaseExhausted(origin, error.message, error)
  if (sqlState.startsWith('22')) return valueDoesNotFit(origin, sqlState, error)
  const reason = tellsNoValues.test(sqlState) ? error.message : undefined
  return statementFailed(origin, sqlState, reason, error)
}

/** SQLSTATEs of a transaction that was undone because of others, and would do as well at another moment. */
const conflicts = new Set(['40001', '40P01'])

/** Whether an error comes from a serialization failure or a deadlock, however often it was explained since. */
export function isConflict(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof pg.DatabaseError) return conflicts.has(at.code ?? '')
  }
  return false
}

/** Whether PostgreSQL refused a statement because an earlier one of its transaction had failed. */
export function isGivenUp(error: unknown): boolean {
  // A statement sent along with the one that prepares it finds nothing prepared when that one fails.
  return error instanceof pg.DatabaseError && (error.code === '25P02' || error.code === '26000')
}
