import { type Client, DatabaseError, escapeIdentifier } from 'pg'
import type { AshlarError } from '../../contract/errors.ts'
import { migrationFailed } from '../errors.ts'
import { type StatementInText, splitStatements } from '../sql/statements.ts'
import { placeIn } from '../sql/tokens.ts'
import { recordMigration } from './history.ts'
import { asksForNoTransaction, type Migration } from './migration.ts'
import type { PendingMigration } from './plan.ts'

/** How long a migration waits for a table that others use, before it gives up instead of holding everybody up. */
const tableLockTimeoutMs = 5_000

/**
 * Applies one migration and notes it, in one transaction; unless the file asks for none.
 *
 * Names without a schema mean the module's own.
 *
 * @returns how long it took, in milliseconds.
 * @throws ASH445 with the place in the file; nothing of the migration is kept then.
 */
export async function runMigration(client: Client, pending: PendingMigration<Migration>): Promise<number> {
  const { module, migration } = pending
  const startedAt = performance.now()
  const transactional = !asksForNoTransaction(migration.sql)
  const scope = transactional ? 'local ' : ''
  if (transactional) await client.query('begin')
  try {
    await client.query(
      `set ${scope}search_path = ${escapeIdentifier(module)}; set ${scope}lock_timeout = ${tableLockTimeoutMs}`,
    )
    for (const statement of statementsOf(migration)) await runStatement(client, pending, statement)
    if (!transactional) await client.query('begin')
    const durationMs = performance.now() - startedAt
    await recordMigration(client, pending, durationMs)
    await commit(client, pending)
    return durationMs
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    if (!transactional) await client.query('reset search_path; reset lock_timeout').catch(() => undefined)
  }
}

function statementsOf({ sql }: Migration): readonly StatementInText[] {
  const split = splitStatements(sql)
  return 'unclosed' in split ? [{ text: sql, start: 0, tokens: [] }] : split.statements
}

async function runStatement(
  client: Client,
  { module, migration }: PendingMigration<Migration>,
  statement: StatementInText,
): Promise<void> {
  try {
    await client.query(statement.text)
  } catch (error) {
    throw explain(module, migration, statement, error)
  }
}

/** Constraints that are checked at the end fail here. */
async function commit(client: Client, { module, migration }: PendingMigration<Migration>): Promise<void> {
  try {
    await client.query('commit')
  } catch (error) {
    throw explain(module, migration, { text: '', start: 0, tokens: [] }, error)
  }
}

function explain(
  module: string,
  { file, sql }: Migration,
  { text, start }: StatementInText,
  error: unknown,
): AshlarError {
  const failure = error instanceof DatabaseError ? error : undefined
  const position = Number(failure?.position ?? 1) - 1
  // PostgreSQL counts characters, JavaScript counts UTF-16 units.
  const within = Array.from(text).slice(0, position).join('').length
  return migrationFailed(
    { module, file },
    {
      place: placeIn(sql, start + within),
      sqlState: failure?.code ?? 'unknown',
      reason: error instanceof Error ? error.message : String(error),
      remedy: asksForNoTransaction(sql)
        ? 'What came before it is kept, and an index it was building may be left invalid: drop that, correct the file, then migrate again.'
        : 'What came before it is kept, nothing of it is. Correct the file, then migrate again.',
    },
    error,
  )
}
