/** Boot's look at the database: whether everything that tables' rules rest on is still there, and what weakens it. */
import type { AshlarError } from '../../contract/errors.ts'
import { preparedTextsOf, runStatement } from '../framework-statements.ts'
import {
  type BrokenRule,
  ruleGrantMissing,
  ruleObjectChanged,
  ruleObjectMissing,
  tenantsNotKeptApart,
} from './errors.ts'
import { objectsInDatabase, serverMajor } from './kept-rules.ts'

/** What boot found. */
export interface RuleFindings {
  /** ASH561 to ASH563: what has to be there for the rules of tables to hold, and is not; ASH570: what must not be. */
  readonly problems: readonly AshlarError[]
  /** Sentences about what holds in code only. */
  readonly warnings: readonly string[]
}

/**
 * Compares the database with what the rules of modules' tables made, and the framework's own schema with what they rest on there: in one
 * statement, in the unit of work of the caller.
 */
export async function checkRules(modules: readonly string[]): Promise<RuleFindings> {
  const { rows } = await runStatement(check([['ashlar', ...modules]]))
  const [{ broken, opened, ungranted, role }] = rows as unknown as [CheckRow]
  return {
    problems: [
      ...broken.map((each) => (each.missing ? ruleObjectMissing(each) : ruleObjectChanged(each))),
      ...opened.map((each) => tenantsNotKeptApart(each)),
      ...ungranted.map((each) => ruleGrantMissing({ ...each, role: role.name })),
    ],
    warnings: [...describePower(role), ...describeEveryTenant(role)],
  }
}

interface CheckRow {
  readonly broken: readonly (BrokenRule & { readonly missing: boolean })[]
  readonly opened: readonly BrokenRule[]
  readonly ungranted: readonly { readonly module: string; readonly table: string; readonly privilege: string }[]
  readonly role: AppRole
}

/** What the role that the app signed in as may do. */
interface AppRole {
  readonly name: string
  /** Whether it made the schemas: then it is the owner, and whoever resolved the addresses has said so. */
  readonly isOwner: boolean
  readonly isSuperuser: boolean
  /** A table with rules that it owns, or whose owner it may become. */
  readonly owns: string | null
  /** A table with rules that it may empty, whatever policies say. */
  readonly truncates: string | null
  readonly hasTenants: boolean
  /** Whether there is a role that sees every tenant's rows, and whether it may take that. */
  readonly everyTenant: 'absent' | 'closed' | 'open'
}

function describePower({ name, isOwner, isSuperuser, owns, truncates }: AppRole): readonly string[] {
  if (isOwner || isSuperuser) return []
  const warnings: string[] = []
  if (owns !== null) {
    warnings.push(
      `The role "${name}" of DATABASE_URL owns the table ${owns}, or may become the role that does, so it can take the table's rules away. ` +
        'Let DATABASE_URL sign in as a role that owns nothing and is a member of no owner.',
    )
  } else if (truncates !== null) {
    warnings.push(
      `The role "${name}" of DATABASE_URL may TRUNCATE the table ${truncates}, which no policy and no history holds up. ` +
        `Run as the owner: REVOKE TRUNCATE ON ${truncates} FROM "${name}";`,
    )
  }
  return warnings
}

function describeEveryTenant({ name, isOwner, isSuperuser, hasTenants, everyTenant }: AppRole): readonly string[] {
  if (isOwner || isSuperuser || !hasTenants || everyTenant === 'open') return []
  if (everyTenant === 'absent') {
    return [
      'allTenants() is not available: the role of DATABASE_OWNER_URL may not make roles. Give it CREATEROLE and migrate again.',
    ]
  }
  return [
    `allTenants() is not available: the role "${name}" of DATABASE_URL may not take the role that sees every tenant's rows. Migrate again as the role that made it.`,
  ]
}

const check = preparedTextsOf('rules')(
  'check',
  'select',
  `with expected as materialized (
     select kept.module, object."table", object.name, object.remedy, object.definition, kept.server = ${serverMajor} as in_same_words
     from ashlar.module_rules as kept,
       pg_catalog.jsonb_to_recordset(kept.objects) as object ("table" text, name text, remedy text, definition text)
     where kept.module = any($1::text[])
   ), found as materialized (${objectsInDatabase}
   ), every_tenant as (
     select pg_roles.oid, module_role.role
     from ashlar.module_role join pg_catalog.pg_roles on rolname = module_role.role where module_role.module = '*'
   ), broken as (
     select expected.module, expected."table", expected.name, expected.remedy, found.name is null as missing
     from expected left join found
       on found.module = expected.module and found.table_name = expected."table" and found.name = expected.name
     where found.name is null
       or found.definition <> expected.definition and (expected.in_same_words or expected.name = 'row-security')
     union all
     select owned.module, owned."table", 'ashlar_every_tenant', pg_catalog.format(
       'CREATE POLICY ashlar_every_tenant ON %I.%I TO %I USING (current_user = %L);', owned.module, owned."table", every_tenant.role, every_tenant.role
     ), true
     from every_tenant
     join expected as owned on owned.name = 'ashlar_tenant'
     left join expected on expected.module = owned.module and expected."table" = owned."table" and expected.name = 'ashlar_every_tenant'
     left join found on found.module = owned.module and found.table_name = owned."table" and found.name = 'ashlar_every_tenant'
     where expected.name is null and found.name is null
     order by 1, 2, 3
   ), guarded as (
     select module, "table" from expected where name = case module when 'ashlar' then 'row-security' else 'ashlar_tenant' end
     union
     select module, table_name from found where name = 'ashlar_tenant'
   ), opened as (
     select module, "table", found.name, pg_catalog.format('DROP POLICY %I ON %I.%I;', found.name, module, "table") as remedy
     from guarded
     join (select module, table_name as "table", name from found where is_permissive) as found using (module, "table")
     left join expected using (module, "table", name)
     where expected.name is null and found.name <> 'ashlar_tenant' and (
       found.name <> 'ashlar_every_tenant'
       or exists (select from expected where module = found.module and "table" = found."table" and name = 'ashlar_tenant')
     )
     order by 1, 2, 3
   ), ruled as (
     select owner.module, owner."table", pg_class.oid, pg_class.relowner, pg_class.oid::regclass::text as name
     from (select distinct module, "table" from expected where module <> 'ashlar') as owner
     join pg_catalog.pg_namespace on nspname = owner.module
     join pg_catalog.pg_class on relnamespace = pg_namespace.oid and relname = owner."table"
   ), ungranted as (
     select module, "table", privilege
     from ruled cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege
     where not pg_catalog.has_table_privilege(ruled.oid, privilege)
     order by 1, 2, 3
   )
   select
     (select coalesce(pg_catalog.jsonb_agg(broken), '[]') from broken) as broken,
     (select coalesce(pg_catalog.jsonb_agg(opened), '[]') from opened) as opened,
     (select coalesce(pg_catalog.jsonb_agg(ungranted), '[]') from ungranted) as ungranted,
     pg_catalog.jsonb_build_object(
       'name', rolname, 'isSuperuser', rolsuper,
       'isOwner', (select nspowner = pg_roles.oid from pg_catalog.pg_namespace where nspname = 'ashlar'),
       'owns', (select min(name) from ruled where pg_catalog.pg_has_role(relowner, 'member')),
       'truncates', (select min(name) from ruled where pg_catalog.has_table_privilege(ruled.oid, 'truncate')),
       'hasTenants', exists (select from expected where name = 'ashlar_tenant'),
       'everyTenant', coalesce((
         select case when pg_catalog.pg_has_role(every_tenant.oid, 'member') then 'open' else 'closed' end from every_tenant
       ), 'absent')
     ) as role
   from pg_catalog.pg_roles where rolname = current_user`,
)
