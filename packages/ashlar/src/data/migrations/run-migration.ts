import { type Client, escapeIdentifier } from 'pg'
import { type StatementInText, splitStatements } from '../sql/statements.ts'
import { EveryRow, hidingNothing } from './every-row.ts'
import { explainMigrationFailure } from './explain-failure.ts'
import { recordMigration } from './history.ts'
import { asksForNoTransaction, type Migration } from './migration.ts'
import type { PendingMigration } from './plan.ts'
import { assertTenantsKeptApart, settleSchema } from './settle-schema.ts'
import { holdsUpNobody, patiently } from './waiting.ts'

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
    const everyRow = transactional ? new EveryRow(client, pending.module) : undefined
    for (const statement of statementsOf(migration)) {
      await explained(pending, options, statement, () =>
        runStatement(client, pending, statement, { ...options, everyRow }),
      )
    }
    // Constraints that are checked at the end fail here where policies were lifted, and elsewhere with the commit.
    await explained(pending, options, undefined, async () => everyRow?.end())
    await leaveRole(client, pending, options, transactional)
    if (!transactional) await client.query('begin')
    if (options.role !== undefined) {
      await explained(pending, options, undefined, () => settleSchema(client, pending.module, options))
    }
    await assertTenantsKeptApart(client, pending.module)
    const durationMs = performance.now() - startedAt
    await recordMigration(client, pending, durationMs)
    await explained(pending, options, undefined, () => client.query('commit'))
    return durationMs
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    if (!transactional) await client.query('reset role; reset search_path').catch(() => undefined)
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
  { module }: PendingMigration<Migration>,
  statement: StatementInText,
  { role, everyRow }: RunStatementOptions,
): Promise<void> {
  const run = () =>
    role === undefined || everyRow === undefined
      ? client.query(statement.text)
      : client.query(`select ${runnerOf(module)}($1)`, [statement.text])
  if (everyRow !== undefined) await everyRow.show(statement, run)
  else await hidingNothing(client, statement, () => (holdsUpNobody(statement) ? patiently(client, run) : run()))
}

/** @param statement `undefined` for the migration as a whole. */
async function explained(
  pending: PendingMigration<Migration>,
  { otherSchemas }: RunMigrationOptions,
  statement: StatementInText | undefined,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw explainMigrationFailure(pending, statement, otherSchemas, error)
  }
}
