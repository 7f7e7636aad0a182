/** The schemas of modules: owned by the owner, used by the app. */
import { type Client, escapeIdentifier } from 'pg'
import { schemaNotPrepared } from '../errors.ts'

/** Which of the schemas are not there yet, or not open to the app's role. */
export async function listUnprepared(
  client: Client,
  schemas: readonly string[],
  appRole: string | undefined,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select wanted.name
     from unnest($1::name[]) as wanted (name)
     left join pg_namespace as schema on schema.nspname = wanted.name
     left join pg_roles as role on role.rolname = $2
     where schema.oid is null
       or $2::text <> current_user and not coalesce(has_schema_privilege(role.oid, schema.oid, 'usage'), false)`,
    [schemas, appRole ?? null],
  )
  return rows.map(({ name }) => name)
}

/**
 * Makes a module's schema, and lets the app's role use the tables that are and will be in it, but own none.
 *
 * Nothing is granted when the app signs in as the owner.
 *
 * @throws ASH454 when the owner's role may not do that.
 */
export async function prepareSchema(client: Client, schema: string, appRole: string | undefined): Promise<void> {
  try {
    await client.query(`create schema if not exists ${escapeIdentifier(schema)}`)
    if (appRole === undefined || appRole === client.user) return
    await client.query(grantsFor(escapeIdentifier(schema), escapeIdentifier(appRole)))
  } catch (error) {
    throw schemaNotPrepared(schema, error instanceof Error ? error.message : String(error), error)
  }
}

/** Sent as one text, so it is kept as a whole or not at all. */
function grantsFor(schema: string, role: string): string {
  const onTables = 'select, insert, update, delete'
  return `
grant usage on schema ${schema} to ${role};
grant ${onTables} on all tables in schema ${schema} to ${role};
grant usage, select on all sequences in schema ${schema} to ${role};
grant execute on all functions in schema ${schema} to ${role};
alter default privileges in schema ${schema} grant ${onTables} on tables to ${role};
alter default privileges in schema ${schema} grant usage, select on sequences to ${role};
alter default privileges in schema ${schema} grant execute on functions to ${role};`
}

/** Leaves the history of migrations to the owner alone; the app may read it. */
export async function guardHistory(client: Client, appRole: string | undefined): Promise<void> {
  if (appRole === undefined || appRole === client.user) return
  await client.query(`revoke insert, update, delete on ashlar.migration from ${escapeIdentifier(appRole)}`)
}
