/** What a migration that fails is told as: the place in its file, and what to do. */
import { DatabaseError } from 'pg'
import { AshlarError } from '../../contract/errors.ts'
import { findModuleIn } from '../sql/refused-by-postgres.ts'
import type { StatementInText } from '../sql/statements.ts'
import { placeIn } from '../sql/tokens.ts'
import { migrationCrossesWall, migrationFailed } from './errors.ts'
import { isHeldBack } from './every-row.ts'
import { asksForNoTransaction, type Migration } from './migration.ts'
import type { PendingMigration } from './plan.ts'

/**
 * ASH456 when PostgreSQL refused what belongs to another module, otherwise ASH445.
 *
 * @param statement `undefined` for what only shows at the end of the migration.
 */
export function explainMigrationFailure(
  { module, migration: { file, sql } }: PendingMigration<Migration>,
  statement: StatementInText | undefined,
  otherSchemas: ReadonlySet<string>,
  error: unknown,
): AshlarError {
  if (error instanceof AshlarError) return error
  const failure = error instanceof DatabaseError ? error : undefined
  const offset = statement === undefined ? 0 : statement.start + offsetOf(failure, statement.text)
  const place = placeIn(sql, offset)
  const other = findModuleIn(error, otherSchemas)
  if (other !== undefined) return migrationCrossesWall({ module, file }, other, place, error)
  return migrationFailed(
    { module, file },
    {
      place,
      sqlState: failure?.code ?? 'unknown',
      reason: error instanceof Error ? error.message : String(error),
      remedy: remedyOf(sql, error),
    },
    error,
  )
}

function remedyOf(sql: string, error: unknown): string {
  if (!asksForNoTransaction(sql))
    return 'What came before it is kept, nothing of it is. Correct the file, then migrate again.'
  if (isHeldBack(error)) {
    return 'What came before it is kept, nothing of it is. Have it run in a transaction, where a migration sees every row, then migrate again.'
  }
  return 'What came before it is kept, and an index it was building may be left invalid: drop that, correct the file, then migrate again.'
}

/** Where in a statement PostgreSQL found the fault: it counts characters, JavaScript counts UTF-16 units. */
function offsetOf(failure: DatabaseError | undefined, text: string): number {
  const inner = failure?.internalQuery === text ? failure.internalPosition : undefined
  const position = Number(inner ?? (failure?.internalQuery === undefined ? failure?.position : undefined) ?? 1) - 1
  return Array.from(text).slice(0, position).join('').length
}
