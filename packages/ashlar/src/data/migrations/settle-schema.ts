/** What a migration may leave in its module's schema, and what the framework changes about it, in the same transaction. */
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { tenantsCopied, tenantsNotKeptApart } from '../rules/errors.ts'
import { assertFunctionsWithinWall } from '../sql/wall.ts'

export interface SettleOptions {
  /** The schemas of the other modules. */
  readonly otherSchemas: ReadonlySet<string>
  /** The role that sees every tenant's rows, if there is one. */
  readonly everyTenantRole: string | undefined
}

/**
 * Makes every function and procedure of a module run as the module's role, and refuses views, defaults, checks, policies,
 * triggers and rules that hand a text of SQL to PostgreSQL or another module's sequence: the app's role would run those.
 *
 * What is read is PostgreSQL's own text of them, so it does not matter how they were put together.
 *
 * @throws ASH430 and ASH434, naming what was found.
 */
export async function settleSchema(
  client: Client,
  module: string,
  { otherSchemas, everyTenantRole }: SettleOptions,
): Promise<void> {
  await client.query(confineFunctions(module))
  if (everyTenantRole !== undefined) await client.query(openToEveryTenant(module, everyTenantRole))
  const { rows } = await client.query<{ text: string }>(expressionsThatMayReachOut, [module])
  for (const { text } of rows) assertFunctionsWithinWall(text, { module, otherSchemas })
}

/**
 * Refuses what would let one tenant see another's rows in spite of the rules of their table: a policy that adds to what is seen, and a
 * materialized view, which has no policies and keeps what one tenant saw.
 *
 * @throws ASH570 and ASH571, naming what was found.
 */
export async function assertTenantsKeptApart(client: Client, module: string): Promise<void> {
  const { rows } = await client.query<{ policy: string | null; view: string | null; table: string }>(
    waysAroundTenants,
    [module],
  )
  const [found] = rows
  if (found === undefined) return
  const { policy, view, table } = found
  if (view !== null) throw tenantsCopied(module, view, `${module}.${table}`)
  const name = policy ?? ''
  const remedy = `DROP POLICY ${escapeIdentifier(name)} ON ${escapeIdentifier(module)}.${escapeIdentifier(table)};`
  throw tenantsNotKeptApart({ module, table, name, remedy })
}

/** A function is anybody's to call and may make its SQL at run time; as the module's role it meets closed schemas. */
function confineFunctions(module: string): string {
  return `
do $$
declare
  routine regprocedure;
begin
  for routine in
    select pg_proc.oid from pg_catalog.pg_proc
    join pg_catalog.pg_namespace on pg_namespace.oid = pronamespace
    where nspname = ${escapeLiteral(module)} and prokind in ('f', 'p') and not prosecdef
      and not exists (
        select from pg_catalog.pg_depend
        where classid = 'pg_catalog.pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e'
      )
  loop
    execute pg_catalog.format('alter routine %s security definer', routine);
  end loop;
end $$`
}

/**
 * Lets the role that sees every tenant's rows see those of the tables that belong to tenants, and of no others by this. A role that
 * is a member of it and inherits its rights, as the one that made it is, sees them only once it takes that role.
 */
export function openToEveryTenant(module: string, role: string): string {
  return `
do $$
declare
  tenant_table record;
begin
  for tenant_table in
    select tablename as name, bool_or(policyname = 'ashlar_tenant') as owned, bool_or(policyname = 'ashlar_every_tenant') as opened
    from pg_catalog.pg_policies where schemaname = ${escapeLiteral(module)} group by tablename
  loop
    if tenant_table.owned and not tenant_table.opened then
      execute pg_catalog.format('create policy ashlar_every_tenant on %I.%I to %I using (current_user = %L)', ${escapeLiteral(module)}, tenant_table.name, ${escapeLiteral(role)}, ${escapeLiteral(role)});
    elsif tenant_table.opened and not tenant_table.owned then
      execute pg_catalog.format('drop policy ashlar_every_tenant on %I.%I', ${escapeLiteral(module)}, tenant_table.name);
    end if;
  end loop;
end $$`
}

const expressionsThatMayReachOut = `
with schema as (select oid from pg_catalog.pg_namespace where nspname = $1),
relation as (select pg_class.oid, relkind from pg_catalog.pg_class where relnamespace = (select oid from schema)),
expression (text) as (
  select pg_catalog.pg_get_viewdef(oid) from relation where relkind in ('v', 'm')
  union all
  select pg_catalog.pg_get_expr(adbin, adrelid) from pg_catalog.pg_attrdef where adrelid in (select oid from relation)
  union all
  select pg_catalog.pg_get_constraintdef(oid) from pg_catalog.pg_constraint where connamespace = (select oid from schema)
  union all
  select pg_catalog.pg_get_expr(polqual, polrelid) from pg_catalog.pg_policy where polrelid in (select oid from relation)
  union all
  select pg_catalog.pg_get_expr(polwithcheck, polrelid) from pg_catalog.pg_policy where polrelid in (select oid from relation)
  union all
  select pg_catalog.pg_get_triggerdef(oid) from pg_catalog.pg_trigger
  where tgrelid in (select oid from relation) and not tgisinternal
  union all
  select pg_catalog.pg_get_ruledef(oid) from pg_catalog.pg_rewrite
  where ev_class in (select oid from relation) and rulename <> '_RETURN'
)
select text from expression where text ~ '(set_config|to_xml|ts_stat|ts_rewrite|dblink|nextval|setval|currval)'`

/** Views are looked through: what a materialized view reads may be a view of a view of the table. */
const waysAroundTenants = `
with recursive owned as (
  select pg_class.oid, relname, relnamespace
  from pg_catalog.pg_policy join pg_catalog.pg_class on pg_class.oid = polrelid
  where polname = 'ashlar_tenant' and relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
), reads as (
  select distinct ev_class as reader, refobjid as read
  from pg_catalog.pg_rewrite
  join pg_catalog.pg_depend on classid = 'pg_catalog.pg_rewrite'::regclass and objid = pg_rewrite.oid
  where refclassid = 'pg_catalog.pg_class'::regclass and refobjid <> ev_class
), copied as (
  select pg_class.relname as view, read
  from reads join pg_catalog.pg_class on pg_class.oid = reader where relkind = 'm'
  union
  select copied.view, reads.read from copied join reads on reads.reader = copied.read
)
select polname as policy, null as view, relname as table
from owned join pg_catalog.pg_policy on polrelid = owned.oid
where polpermissive and polname not in ('ashlar_tenant', 'ashlar_every_tenant')
union all
select null, view, relname from copied join owned on owned.oid = copied.read`
