/**
 * The roles that modules' migrations run as: one for each module, without login, that may use its own schema alone.
 *
 * Roles belong to a whole server, so their names carry an identity of the database they were made for. A copy of a database
 * keeps them. Those of databases that were dropped are removed when new ones are made.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type Client, escapeIdentifier } from 'pg'

/** The role of each module that has one; modules without one migrate as the owner. */
export type ModuleRoles = ReadonlyMap<string, string>

/** Makes the place that tells which role is whose. It must stand being run again. */
export const createModuleRoles = `
create table if not exists ashlar.module_role (
  module text primary key,
  role name not null
);`

/** What stands for a module where the role that sees the rows of every tenant is noted. No module is called so. */
export const everyTenant = '*'

/** The longest name that PostgreSQL keeps whole, in bytes. */
const longestName = 63

/** Reads the roles that this database has and that its owner may take. */
export async function readModuleRoles(client: Client): Promise<ModuleRoles> {
  const { rows: places } = await client.query<{ found: boolean }>(
    `select pg_catalog.to_regclass('ashlar.module_role') is not null as found`,
  )
  if (places[0]?.found !== true) return new Map()
  const { rows } = await client.query<{ module: string; role: string }>(
    `select kept.module, kept.role
     from ashlar.module_role as kept join pg_catalog.pg_roles as role on role.rolname = kept.role
     where pg_catalog.pg_has_role(current_user, role.oid, 'usage')`,
  )
  return new Map(rows.map(({ module, role }) => [module, role]))
}

/** Whether the role that migrates may make roles. A managed database may not let it. */
export async function mayCreateRoles(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ allowed: boolean }>(
    'select rolsuper or rolcreaterole as allowed from pg_catalog.pg_roles where rolname = current_user',
  )
  return rows[0]?.allowed === true
}

/**
 * Lets the app's role take the role that sees every tenant's rows. It is asked at every migration, for the app's role may have
 * become another one.
 */
export async function offerEveryTenant(client: Client, role: string, appRole: string): Promise<void> {
  const [to, app] = [escapeIdentifier(role), escapeIdentifier(appRole)]
  const { rows } = await client.query<{ version: number }>(
    `select pg_catalog.current_setting('server_version_num')::int as version
     from pg_catalog.pg_roles where rolname = $1 and not pg_catalog.pg_has_role($1, $2, 'member') and (
       pg_catalog.pg_has_role($2, 'member with admin option')
       or (select rolsuper or rolcreaterole and pg_catalog.current_setting('server_version_num')::int < 160000
           from pg_catalog.pg_roles where rolname = current_user)
     )`,
    [appRole, role],
  )
  const [found] = rows
  if (found === undefined) return
  await client.query(`grant ${to} to ${app}${found.version >= 160_000 ? ' with inherit false, set true' : ''}`)
}

/** Makes the role of a module and notes it. Its caller opens the transaction, so that no role stays without a schema. */
export async function createModuleRole(client: Client, module: string): Promise<string> {
  const { rows } = await client.query<{ role: string }>('select role from ashlar.module_role where module = $1', [
    module,
  ])
  const role = rows[0]?.role ?? nameRole(await identityOf(client), module)
  const name = escapeIdentifier(role)
  const { rows: found } = await client.query<{ present: boolean; version: number; superuser: boolean }>(
    `select exists (select from pg_catalog.pg_roles where rolname = $1) as present,
            pg_catalog.current_setting('server_version_num')::int as version,
            (select rolsuper from pg_catalog.pg_roles where rolname = current_user) as superuser`,
    [role],
  )
  const server = found[0]
  if (server?.present !== true) await client.query(`create role ${name} nologin`)
  // From 16 on whoever makes a role may give it away, but neither takes it nor inherits from it unasked.
  if (server?.superuser !== true) {
    await client.query(
      `grant ${name} to current_user${(server?.version ?? 0) >= 160_000 ? ' with inherit true, set true' : ''}`,
    )
  }
  await client.query(
    'insert into ashlar.module_role (module, role) values ($1, $2) on conflict (module) do update set role = excluded.role',
    [module, role],
  )
  return role
}

/** What the names of all roles of this database begin with. */
async function identityOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ identity: string | null }>(
    `select substring(min(role::text) from '^ashlar_([0-9a-f]{12})_') as identity from ashlar.module_role`,
  )
  return rows[0]?.identity ?? randomBytes(6).toString('hex')
}

function nameRole(identity: string, module: string): string {
  const whole = `ashlar_${identity}_${module === everyTenant ? 'every tenant' : module}`
  if (Buffer.byteLength(whole) <= longestName) return whole
  const digest = createHash('sha256').update(module).digest('hex').slice(0, 12)
  return `ashlar_${identity}_${module.slice(0, 30)}_${digest}`
}

/**
 * Removes the roles of databases that are gone. PostgreSQL drops none that anything of any database of the server still
 * belongs to, and none that this owner may not drop.
 */
export async function removeOrphanedRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_catalog.pg_roles as role
     where rolname ~ '^ashlar_[0-9a-f]{12}_' and not rolcanlogin
       and not exists (
         select from pg_catalog.pg_shdepend
         where refclassid = 'pg_catalog.pg_authid'::regclass and refobjid = role.oid
       )`,
  )
  for (const { name } of rows) {
    // Another process may remove or use it at this moment; whoever looks next finds it again.
    await client.query(`drop role if exists ${escapeIdentifier(name)}`).catch(() => undefined)
  }
}
