/**
 * What the rules of tables have made in the database, as they would make it anew.
 *
 * The migrator writes it down from the module's snapshot, so that boot can compare without loading tables. It never reads it off the tables
 * themselves: whoever changed a policy there would have it written down as the right one.
 */
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { ruleObjectsOf } from './rule-objects.ts'
import type { TableRules } from './table-rules.ts'

/** Where things are made to be looked at; no other transaction ever sees it. */
export const scratch = 'ashlar_scratch'

/** Where it is kept: the objects of each module, and the migration and the major version of the server that they are of. */
export const createModuleRules = `
create table ashlar.module_rules (
  module text primary key,
  migration text not null,
  server integer not null,
  objects jsonb not null
);
alter table ashlar.module_rules enable row level security;
create policy module_rules_read on ashlar.module_rules for select using (true);
`

/** The major version of the server: another one may write the same policy down in other words. */
export const serverMajor = `pg_catalog.current_setting('server_version_num')::int / 10000`

/**
 * Everything that rules may have made in the schemas that `$1` names, in PostgreSQL's own words; of the framework's schema its functions too,
 * which rules run. No word of it depends on what the table is called.
 */
export const objectsInDatabase = `
  select relation.module, relation.table_name, object.name, object.definition, object.is_permissive
  from (
    select pg_class.oid, nspname as module, relname as table_name, relrowsecurity, relforcerowsecurity
    from pg_catalog.pg_class join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any($1::text[]) and relkind in ('r', 'p')
  ) as relation
  cross join lateral (
    select 'row-security' as name, pg_catalog.concat(relrowsecurity, ' ', relforcerowsecurity) as definition, null::boolean as is_permissive
    union all
    select polname, pg_catalog.concat_ws(
      ' ', polcmd, polpermissive, polroles::regrole[], pg_catalog.pg_get_expr(polqual, polrelid), pg_catalog.pg_get_expr(polwithcheck, polrelid)
    ), polpermissive
    from pg_catalog.pg_policy where polrelid = relation.oid
    union all
    select tgname, pg_catalog.concat_ws(
      ' ', tgenabled, tgtype, tgfoid::regprocedure, pg_catalog.encode(tgargs, 'escape'), tgattr, tgqual, tgdeferrable, tginitdeferred
    ), null
    from pg_catalog.pg_trigger where tgrelid = relation.oid and not tgisinternal
  ) as object
  union all
  select nspname, '', proname, pg_catalog.concat_ws(
    ' ', lanname, prosecdef, provolatile, proconfig, pg_catalog.pg_get_function_arguments(pg_proc.oid),
    pg_catalog.pg_get_function_result(pg_proc.oid), prosrc, pg_catalog.pg_get_function_sqlbody(pg_proc.oid)
  ), null
  from pg_catalog.pg_proc
  join pg_catalog.pg_namespace on pg_namespace.oid = pronamespace
  join pg_catalog.pg_language on pg_language.oid = prolang
  where nspname in ('ashlar', '${scratch}') and nspname = any($1::text[])`

/** What has to be written down: what moved on since, what somebody who sees every tenant's rows came to, and everything on another server. */
export async function listUnkept(
  client: Client,
  lastMigrations: ReadonlyMap<string, string>,
  everyTenantRole: string | undefined,
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ module: string }>(
    `select shipped.module
     from unnest($1::text[], $2::text[]) as shipped (module, migration)
     left join ashlar.module_rules as kept using (module)
     where kept.migration is distinct from shipped.migration or kept.server <> ${serverMajor}
       or $3 and kept.objects @> '[{"name": "ashlar_tenant"}]' and not kept.objects @> '[{"name": "ashlar_every_tenant"}]'`,
    [[...lastMigrations.keys()], [...lastMigrations.values()], everyTenantRole !== undefined],
  )
  return new Set(rows.map(({ module }) => module))
}

/** What a module's migrations have led to. */
export interface RulesToKeep {
  readonly module: string
  /** The name of the last migration. */
  readonly migration: string
  readonly rules: readonly TableRules[]
  /** The role that sees every tenant's rows, if there is one. */
  readonly everyTenantRole: string | undefined
}

/** Writes down what the rules of a module make. What is missing or differs is found at boot. */
export async function keepRules(
  client: Client,
  { module, migration, rules, everyTenantRole }: RulesToKeep,
): Promise<void> {
  const objectsIn = (schema: string) =>
    rules.flatMap((each) =>
      [...ruleObjectsOf(schema, each), ...everyTenantPolicy(schema, each, everyTenantRole)].map(({ name, create }) => ({
        table: each.table,
        name,
        remedy: create,
      })),
    )
  const tables = rules.map(
    ({ table }) => `create table ${scratch}.${escapeIdentifier(table)} (tenant_id uuid, deleted_at timestamptz);`,
  )
  const making = [...tables, ...objectsIn(scratch).map(({ remedy }) => remedy)].join('\n')
  await keepObjects(client, { module, migration, wanted: objectsIn(module), making })
}

/** Something to be found in a schema. */
export interface WantedObject {
  /** Empty for a function. */
  readonly table: string
  /** The policy, trigger or function, or `row-security`. */
  readonly name: string
  /** The statement that makes it. */
  readonly remedy: string
}

export interface ObjectsToKeep {
  readonly module: string
  readonly migration: string
  readonly wanted: readonly WantedObject[]
  /** SQL that makes the same in the schema that is empty and gone afterwards. */
  readonly making: string
}

/** Makes everything anew in a schema of its own, writes down what PostgreSQL says of it there, and takes the schema away. */
export async function keepObjects(client: Client, { module, migration, wanted, making }: ObjectsToKeep): Promise<void> {
  await client.query('begin; set local search_path = pg_catalog')
  try {
    await client.query(`savepoint made; create schema ${scratch}; ${making}`)
    const { rows: made } = await client.query(
      `select table_name as table, name, pg_catalog.replace(definition, '${scratch}.', 'ashlar.') as definition
       from (${objectsInDatabase}) as object`,
      [[scratch]],
    )
    await client.query('rollback to savepoint made')
    await client.query(
      `insert into ashlar.module_rules (module, migration, server, objects)
       select $1, $2, ${serverMajor}, coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
         'table', wanted."table", 'name', wanted.name, 'remedy', wanted.remedy, 'definition', made.definition
       )), '[]')
       from pg_catalog.jsonb_to_recordset($3::jsonb) as wanted ("table" text, name text, remedy text)
       join pg_catalog.jsonb_to_recordset($4::jsonb) as made ("table" text, name text, definition text) using ("table", name)
       on conflict (module) do update set migration = excluded.migration, server = excluded.server, objects = excluded.objects`,
      [module, migration, JSON.stringify(wanted), JSON.stringify(made)],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

function everyTenantPolicy(schema: string, { table, tenantOwned }: TableRules, role: string | undefined) {
  if (!tenantOwned || role === undefined) return []
  const place = `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`
  return [
    {
      name: 'ashlar_every_tenant',
      create: `CREATE POLICY ashlar_every_tenant ON ${place} TO ${escapeIdentifier(role)} USING (current_user = ${escapeLiteral(role)});`,
    },
  ]
}
