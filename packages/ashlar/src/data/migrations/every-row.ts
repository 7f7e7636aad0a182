import { type Client, DatabaseError, escapeIdentifier } from 'pg'
import type { StatementInText } from '../sql/statements.ts'

/**
 * Lets the statements of a migration see every row, whatever tenant it belongs to and whether it is marked as deleted.
 *
 * A migration works for no tenant, so a policy would hide all rows of tenants from it: an `UPDATE` would change none of them, and a foreign key
 * be taken as kept without a look. PostgreSQL refuses such statements when it is told to; then the policies of the table that it names are lifted
 * for the owner, who runs the migration. Nobody else sees the difference: the table is locked until the migration is kept.
 */
export class EveryRow {
  readonly #client: Client
  readonly #module: string
  readonly #lifted: string[] = []

  constructor(client: Client, module: string) {
    this.#client = client
    this.#module = module
  }

  /** Runs a statement in the transaction that is open. */
  async show(statement: StatementInText, run: () => Promise<unknown>): Promise<void> {
    if (!looksAtRows(statement)) {
      await run()
      return
    }
    while (true) {
      await this.#client.query('savepoint every_row; set local row_security = off')
      try {
        await run()
        await this.#client.query('set local row_security = on; release savepoint every_row')
        return
      } catch (error) {
        if (!isHeldBack(error)) throw error
        await this.#client.query('rollback to savepoint every_row; release savepoint every_row')
        if (!(await this.#lift(error))) throw error
      }
    }
  }

  /** Puts the policies back that were lifted, before the transaction ends. */
  async end(): Promise<void> {
    if (this.#lifted.length === 0) return
    const { rows } = await this.#client.query<{ name: string }>(
      'select oid::regclass::text as name from pg_catalog.pg_class where oid = any($1) and relrowsecurity',
      [this.#lifted],
    )
    // A table that changes of rows still wait for to be checked cannot be altered.
    await this.#client.query('set constraints all immediate')
    for (const { name } of rows) await this.#client.query(`alter table ${name} force row level security`)
  }

  /** @returns whether there was something to lift. The message says what for, in the server's language. */
  async #lift({ message }: DatabaseError): Promise<boolean> {
    const { rows } = await this.#client.query<{ id: string; name: string }>(
      `select pg_class.oid::text as id, relname as name
       from pg_catalog.pg_class join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
       where nspname = $1 and relforcerowsecurity order by pg_catalog.length(relname) desc`,
      [this.#module],
    )
    const found = rows.find(({ name }) => message.includes(name))
    if (found === undefined) return false
    const table = `${escapeIdentifier(this.#module)}.${escapeIdentifier(found.name)}`
    await this.#client.query(`alter table ${table} no force row level security`)
    this.#lifted.push(found.id)
    return true
  }
}

/**
 * Runs a statement outside of a transaction, and has PostgreSQL refuse it where rows would be hidden from it: policies that were lifted there
 * would be lifted for everybody, and for good if the process ended.
 */
export async function hidingNothing(
  client: Client,
  statement: StatementInText,
  run: () => Promise<unknown>,
): Promise<void> {
  if (looksAtRows(statement)) await client.query('set row_security = off')
  try {
    await run()
  } finally {
    await client.query('reset row_security').catch(() => undefined)
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

/** Whether PostgreSQL refused to run a statement with rows hidden from it. Its routine is called alike in every language. */
export function isHeldBack(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.code === '42501' && error.routine === 'check_enable_rls'
}
