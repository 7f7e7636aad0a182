import { type Client, DatabaseError, escapeIdentifier } from 'pg'
import { AshlarError } from '../../contract/errors.ts'
import { findModuleIn } from '../sql/refused-by-postgres.ts'
import { type StatementInText, splitStatements } from '../sql/statements.ts'
import { placeIn } from '../sql/tokens.ts'
import { migrationCrossesWall, migrationFailed } from './errors.ts'
import { EveryRow } from './every-row.ts'
import { recordMigration } from './history.ts'
import { asksForNoTransaction, type Migration } from './migration.ts'
import type { PendingMigration } from './plan.ts'
import { assertTenantsKeptApart, settleSchema } from './settle-schema.ts'
import { waitBriefly, waitPatiently } from './waiting.ts'

export interface RunMigrationOptions {
  /** The role without login that it runs as; `undefined` for the framework's own, and where roles cannot be made. */
  readonly role: string | undefined
  /** The schemas of the other modules. */
  readonly otherSchemas: ReadonlySet<string>
  /** The role that sees every tenant's rows, if there is one. */
  readonly everyTenantRole: string | undefined
}

/**
 * Applies one migration and notes it, in one transaction; unless the file asks for none.
 *
 * Names without a schema mean the module's own. It runs as the module's role, inside a function of that role: there
 * PostgreSQL refuses every change of role and every end of the transaction, even in SQL that is put together at run time.
 *
 * @returns how long it took, in milliseconds.
 * @throws ASH445 with the place in the file, ASH456 when PostgreSQL refused what belongs to another module, ASH430,
 *   ASH434, ASH570 and ASH571 for what it left in the schema; nothing of the migration is kept then.
 */
export async function runMigration(
  client: Client,
  pending: PendingMigration<Migration>,
  options: RunMigrationOptions,
): Promise<number> {
  const { migration } = pending
  const startedAt = performance.now()
  const transactional = !asksForNoTransaction(migration.sql)
  try {
    if (transactional) await client.query('begin')
    await prepareSession(client, pending, options, transactional)
    const everyRow = new EveryRow(client, pending.module)
    for (const statement of statementsOf(migration)) {
      if (!transactional && holdsUpNobody(statement)) await waitPatiently(client)
      await runStatement(client, pending, statement, { ...options, everyRow: transactional ? everyRow : undefined })
    }
    await endEveryRow(everyRow, pending, options)
    await leaveRole(client, pending, options, transactional)
    if (!transactional) await client.query('begin')
    if (options.role !== undefined) await settleSchema(client, pending.module, options)
    await assertTenantsKeptApart(client, pending.module)
    const durationMs = performance.now() - startedAt
    await recordMigration(client, pending, durationMs)
    await commit(client, pending, options)
    return durationMs
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    if (!transactional) {
      await client.query('reset role; reset search_path').catch(() => undefined)
      await waitBriefly(client).catch(() => undefined)
    }
  }
}

/** The function that runs a migration's statements as the module's role. It is gone when the migration has run. */
const runnerOf = (module: string) => `${escapeIdentifier(module)}.ashlar_run_migration`

async function prepareSession(
  client: Client,
  { module }: PendingMigration<Migration>,
  { role }: RunMigrationOptions,
  transactional: boolean,
): Promise<void> {
  const scope = transactional ? 'local ' : ''
  await client.query(`set ${scope}search_path = ${escapeIdentifier(module)}`)
  if (role === undefined) return
  await client.query(`set ${scope}role ${escapeIdentifier(role)}`)
  if (!transactional) return
  await client.query(
    `create function ${runnerOf(module)}(statement text) returns void language plpgsql security definer
     as $$ begin execute statement; end $$`,
  )
}

async function leaveRole(
  client: Client,
  { module }: PendingMigration<Migration>,
  { role }: RunMigrationOptions,
  transactional: boolean,
): Promise<void> {
  if (role === undefined) return
  await client.query(`reset role; set ${transactional ? 'local ' : ''}search_path = pg_catalog`)
  if (transactional) await client.query(`drop function ${runnerOf(module)}(text)`)
}

function statementsOf({ sql }: Migration): readonly StatementInText[] {
  const split = splitStatements(sql)
  return 'unclosed' in split ? [{ text: sql, start: 0, tokens: [] }] : split.statements
}

interface RunStatementOptions extends RunMigrationOptions {
  /** `undefined` outside of a transaction. */
  readonly everyRow: EveryRow | undefined
}

async function runStatement(
  client: Client,
  pending: PendingMigration<Migration>,
  statement: StatementInText,
  options: RunStatementOptions,
): Promise<void> {
  const { role, everyRow } = options
  const run = () =>
    role === undefined || everyRow === undefined
      ? client.query(statement.text)
      : client.query(`select ${runnerOf(pending.module)}($1)`, [statement.text])
  try {
    if (everyRow !== undefined && looksAtRows(statement)) await everyRow.show(run)
    else await run()
  } catch (error) {
    throw explain(pending, statement, options, error)
  }
}

/**
 * Whether a statement may look at rows, in the name of the module: most of what `CREATE` makes is empty. What a materialized view keeps is shown
 * to whoever may read it, so it is made and refreshed without the rows that policies hide.
 */
function looksAtRows({ tokens }: StatementInText): boolean {
  const [first, second] = tokens.map(({ value }) => value)
  if (first === 'refresh' || second === 'materialized') return false
  return first !== 'create' || tokens.some(({ value }) => value === 'as')
}

/** An index is made, or dropped, `CONCURRENTLY` while others use its table; one that gave up waiting for them would be left invalid. */
function holdsUpNobody({ tokens }: StatementInText): boolean {
  return tokens.some(({ kind, quoted, value }) => kind === 'name' && !quoted && value === 'concurrently')
}

/** Constraints that are checked at the end fail here, where policies were lifted. */
async function endEveryRow(
  everyRow: EveryRow,
  pending: PendingMigration<Migration>,
  options: RunMigrationOptions,
): Promise<void> {
  try {
    await everyRow.end()
  } catch (error) {
    throw explain(pending, atStart, options, error)
  }
}

const atStart: StatementInText = { text: '', start: 0, tokens: [] }

/** Constraints that are checked at the end fail here. */
async function commit(
  client: Client,
  pending: PendingMigration<Migration>,
  options: RunMigrationOptions,
): Promise<void> {
  try {
    await client.query('commit')
  } catch (error) {
    throw explain(pending, atStart, options, error)
  }
}

function explain(
  { module, migration: { file, sql } }: PendingMigration<Migration>,
  statement: StatementInText,
  { otherSchemas }: RunMigrationOptions,
  error: unknown,
): AshlarError {
  if (error instanceof AshlarError) return error
  const failure = error instanceof DatabaseError ? error : undefined
  const place = placeIn(sql, statement.start + offsetOf(failure, statement.text))
  const other = findModuleIn(error, otherSchemas)
  if (other !== undefined) return migrationCrossesWall({ module, file }, other, place, error)
  return migrationFailed(
    { module, file },
    {
      place,
      sqlState: failure?.code ?? 'unknown',
      reason: error instanceof Error ? error.message : String(error),
      remedy: asksForNoTransaction(sql)
        ? 'What came before it is kept, and an index it was building may be left invalid: drop that, correct the file, then migrate again.'
        : 'What came before it is kept, nothing of it is. Correct the file, then migrate again.',
    },
    error,
  )
}

/** Where in a statement PostgreSQL found the fault: it counts characters, JavaScript counts UTF-16 units. */
function offsetOf(failure: DatabaseError | undefined, text: string): number {
  const inner = failure?.internalQuery === text ? failure.internalPosition : undefined
  const position = Number(inner ?? (failure?.internalQuery === undefined ? failure?.position : undefined) ?? 1) - 1
  return Array.from(text).slice(0, position).join('').length
}
