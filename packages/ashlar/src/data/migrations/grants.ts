/** The schemas of modules: owned by the owner, filled by the module's role, used by the app. */
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { schemaNotPrepared } from './errors.ts'
import { createModuleRole } from './module-roles.ts'

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

export interface PrepareSchemaOptions {
  readonly schema: string
  /** The role the app signs in as, unless it signs in as the owner. */
  readonly appRole: string | undefined
  /** The module's role, `'new'` to make one, or `undefined` when what is in the schema belongs to the owner. */
  readonly moduleRole: string | 'new' | undefined
  /** The role that sees every tenant's rows, if there is one. */
  readonly everyTenantRole?: string | undefined
}

/**
 * Makes a module's schema, lets its role fill it, and lets the app's role use the tables that are and will be in it, but
 * own none. All of it is kept, or nothing.
 *
 * @returns the module's role.
 * @throws ASH454 when the owner's role may not do that.
 */
export async function prepareSchema(
  client: Client,
  { schema, appRole, moduleRole, everyTenantRole }: PrepareSchemaOptions,
): Promise<string | undefined> {
  try {
    await client.query('begin')
    await client.query(`create schema if not exists ${escapeIdentifier(schema)}`)
    const role = moduleRole === 'new' ? await createModuleRole(client, schema) : moduleRole
    if (role !== undefined) await client.query(openTo(schema, role))
    if (moduleRole === 'new' && role !== undefined) await client.query(handOver(schema, role))
    if (appRole !== undefined && appRole !== client.user) await client.query(grantsFor(schema, appRole, role))
    if (everyTenantRole !== undefined) await client.query(grantsFor(schema, everyTenantRole, role))
    await client.query('commit')
    return role
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw schemaNotPrepared(schema, error instanceof Error ? error.message : String(error), error)
  }
}

/** A module's role fills its schema without owning it, so it cannot open it to others. */
function openTo(schema: string, role: string): string {
  const name = escapeIdentifier(role)
  return `grant usage, create on schema ${escapeIdentifier(schema)} to ${name}; grant usage on schema ashlar to ${name};`
}

/** Gives what an owner made in a schema, before the module had a role, to that role. */
function handOver(schema: string, role: string): string {
  return `
do $$
declare
  found record;
begin
  for found in
    select case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
                        when 'f' then 'foreign table' else 'table' end as kind,
           pg_catalog.format('%I.%I', nspname, relname) as name
    from pg_catalog.pg_class join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
    where nspname = ${escapeLiteral(schema)} and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (
        select from pg_catalog.pg_depend
        where classid = 'pg_catalog.pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'i', 'e') and relkind = 'S'
      )
    union all
    select 'routine', pg_proc.oid::regprocedure::text
    from pg_catalog.pg_proc join pg_catalog.pg_namespace on pg_namespace.oid = pronamespace
    where nspname = ${escapeLiteral(schema)}
    union all
    select case typtype when 'd' then 'domain' else 'type' end, pg_catalog.format('%I.%I', nspname, typname)
    from pg_catalog.pg_type join pg_catalog.pg_namespace on pg_namespace.oid = typnamespace
    where nspname = ${escapeLiteral(schema)}
      and (typtype in ('d', 'e', 'r')
        or typtype = 'c' and exists (select from pg_catalog.pg_class where oid = typrelid and relkind = 'c'))
  loop
    execute pg_catalog.format('alter %s %s owner to %I', found.kind, found.name, ${escapeLiteral(role)});
  end loop;
end $$`
}

function grantsFor(schemaName: string, appRole: string, moduleRole: string | undefined): string {
  const schema = escapeIdentifier(schemaName)
  const role = escapeIdentifier(appRole)
  const onTables = 'select, insert, update, delete'
  const madeBy = moduleRole === undefined ? '' : `for role ${escapeIdentifier(moduleRole)} `
  return `
grant usage on schema ${schema} to ${role};
grant ${onTables} on all tables in schema ${schema} to ${role};
grant usage, select on all sequences in schema ${schema} to ${role};
grant execute on all functions in schema ${schema} to ${role};
alter default privileges ${madeBy}in schema ${schema} grant ${onTables} on tables to ${role};
alter default privileges ${madeBy}in schema ${schema} grant usage, select on sequences to ${role};
alter default privileges ${madeBy}in schema ${schema} grant execute on functions to ${role};`
}

/** Leaves the framework's notes on migrations and roles to the owner alone; the app may read them. */
export async function guardHistory(client: Client, appRole: string | undefined): Promise<void> {
  if (appRole === undefined || appRole === client.user) return
  await client.query(
    `revoke insert, update, delete on ashlar.migration, ashlar.module_role from ${escapeIdentifier(appRole)}`,
  )
}
