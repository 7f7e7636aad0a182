/** Brings a database to what the installed modules ship: all problems are found first, then each migration runs once. */
import { dirname } from 'node:path'
import { type Client, escapeIdentifier } from 'pg'
import type { AshlarError } from '../../contract/errors.ts'
import { findSnapshot } from '../diff/migration-folder.ts'
import { noteKeepDaysOfApp, noteKeepDaysOfTables } from '../history/keep-days.ts'
import { keepObjects, keepRules, listUnkept } from '../rules/kept-rules.ts'
import { checkMigration } from './check-migration.ts'
import { migrationsRefused, rulesNotRenewed } from './errors.ts'
import { frameworkObjects } from './framework-objects.ts'
import { createHistory, frameworkMigrations, hasHistory } from './framework-schema.ts'
import { guardHistory, listUnprepared, prepareSchema } from './grants.ts'
import { readHistory } from './history.ts'
import type { Migration, ModuleMigrations } from './migration.ts'
import {
  createModuleRole,
  createModuleRoles,
  everyTenant,
  type ModuleRoles,
  mayCreateRoles,
  offerEveryTenant,
  readModuleRoles,
  removeOrphanedRoles,
} from './module-roles.ts'
import { type OwnerConnectionOptions, withMigrationLock, withOwnerConnection } from './owner-connection.ts'
import { type MigrationPlan, planMigrations } from './plan.ts'
import { runMigration } from './run-migration.ts'
import type { SchemaOwner } from './schema-owner.ts'
import { openToEveryTenant } from './settle-schema.ts'
import { waitBriefly } from './waiting.ts'

export interface MigrateOptions extends OwnerConnectionOptions {
  /** The modules in the order of their graph, needs first. */
  readonly modules: readonly ModuleMigrations[]
  /** The role the app signs in as; it gets to use the tables. @default none, when the app signs in as the owner */
  readonly appRole?: string
  /** Schemas of installed modules that are not among `modules`, such as those switched off. They are guarded too. */
  readonly otherSchemas?: readonly string[]
  /** Makes what a part of the framework keeps in a schema of its own, after the framework's migrations. @default none */
  readonly schemaOwners?: readonly SchemaOwner[]
  /** How long changes are kept in the history of tables that say nothing of it, in days. @default for ever */
  readonly historyDays?: number | undefined
  /** Told of each migration once it is kept. */
  readonly onApplied?: (migration: MigrationRun) => void
  /** Told once, in a sentence, of a guarantee that does not hold here: the owner may not make roles for the modules. */
  readonly onWeakened?: (warning: string) => void
}

/** A migration that has just run. */
export interface MigrationRun {
  readonly module: string
  readonly name: string
  readonly durationMs: number
}

/**
 * Applies every migration that is not applied yet: the framework's first, then module by module.
 *
 * It holds one lock for the database, so of two processes one waits and then finds nothing to do. A migration that
 * fails leaves those before it applied and noted, and nothing after it runs, in any module.
 *
 * @throws ASH442 to ASH444 and ASH446 to ASH449 before anything runs (ASH451 for several at once), ASH445 for a
 *   migration that fails, ASH456 for one that PostgreSQL kept from another module, ASH450 when another process keeps the lock, ASH573 when
 *   what rules made on tables cannot be brought up to date.
 */
export async function migrate(options: MigrateOptions): Promise<readonly MigrationRun[]> {
  return withOwnerConnection(options, (client) =>
    withMigrationLock(client, options, async () => {
      const modules = [frameworkMigrations, ...options.modules]
      const plan = planMigrations(modules, await readHistory(client))
      assertNoProblems([...plan.problems, ...checkPending(plan, options)])
      return applyPlan(client, plan, options)
    }),
  )
}

function assertNoProblems(problems: readonly AshlarError[]): void {
  const [first, second] = problems
  if (first === undefined) return
  throw second === undefined ? first : migrationsRefused(problems)
}

/** Finds everything that keeps pending migrations of modules from running: ASH446 to ASH449. */
function checkPending(
  { pending }: MigrationPlan<Migration>,
  { modules, otherSchemas = [] }: MigrateOptions,
): readonly AshlarError[] {
  const schemas = [...modules.map(({ module }) => module), ...otherSchemas]
  return pending
    .filter(({ module }) => module !== frameworkMigrations.module)
    .flatMap(({ module, migration }) =>
      checkMigration(migration, { module, otherSchemas: new Set(schemas.filter((schema) => schema !== module)) }),
    )
}

async function applyPlan(
  client: Client,
  { pending }: MigrationPlan<Migration>,
  options: MigrateOptions,
): Promise<readonly MigrationRun[]> {
  const { appRole, modules, otherSchemas = [], onApplied } = options
  const ids = modules.map(({ module }) => module)
  const unprepared = new Set(await listUnprepared(client, [frameworkMigrations.module, ...ids], appRole))
  const pendingByModule = Map.groupBy(pending, ({ module }) => module)
  const runs: MigrationRun[] = []
  await waitBriefly(client)
  let everyTenantRole: string | undefined
  const apply = async (module: string, role: string | undefined) => {
    const others = new Set([frameworkMigrations.module, ...ids, ...otherSchemas].filter((id) => id !== module))
    for (const migration of pendingByModule.get(module) ?? []) {
      const durationMs = await runMigration(client, migration, { role, otherSchemas: others, everyTenantRole })
      const run = { module, name: migration.migration.name, durationMs }
      runs.push(run)
      onApplied?.(run)
    }
  }

  await prepareFramework(client, unprepared.has(frameworkMigrations.module), appRole)
  await apply(frameworkMigrations.module, undefined)
  // A table that a migration drops says it no more afterwards.
  await noteKeepDaysOfTables(client)
  for (const owner of options.schemaOwners ?? []) await prepareOwned(client, owner, appRole)
  const roles = await readModuleRoles(client)
  const withoutRole = ids.filter((module) => !roles.has(module))
  const mayCreate = withoutRole.length > 0 && (await mayCreateRoles(client))
  if (withoutRole.length > 0 && !mayCreate) options.onWeakened?.(describeWeakness(withoutRole))
  everyTenantRole = roles.get(everyTenant) ?? (mayCreate ? await createEveryTenant(client) : undefined)
  if (everyTenantRole !== undefined && appRole !== undefined && appRole !== client.user) {
    await offerEveryTenant(client, everyTenantRole, appRole)
  }
  for (const module of ids) {
    const options = { roles, mayCreate, appRole, unprepared, everyTenantRole }
    await apply(module, await prepareModule(client, module, options))
  }
  await keepAllRules(client, modules, everyTenantRole)
  await noteKeepDaysOfTables(client)
  await noteKeepDaysOfApp(client, options.historyDays)
  if (mayCreate) await removeOrphanedRoles(client)
  return runs
}

/**
 * The snapshot beside a module's migrations says what its tables' rules are. The role that sees every tenant's rows may be younger than the
 * tables, so they are opened to it here too; and so may what a rule makes be.
 */
async function keepAllRules(
  client: Client,
  modules: readonly ModuleMigrations[],
  everyTenantRole: string | undefined,
): Promise<void> {
  const last = new Map(
    [frameworkMigrations, ...modules].flatMap(({ module, migrations }) => {
      const migration = migrations.at(-1)
      return migration === undefined ? [] : [[module, migration] as const]
    }),
  )
  const lastNames = new Map([...last].map(([module, { name }]) => [module, name]))
  const unkept = await listUnkept(client, lastNames, everyTenantRole)
  for (const module of unkept) {
    const { name, file } = last.get(module) as Migration
    if (module === frameworkMigrations.module) {
      await keepObjects(client, { module, migration: name, ...frameworkObjects() })
      continue
    }
    if (everyTenantRole !== undefined) await renewRules(client, module, everyTenantRole)
    const snapshot = await findSnapshot(module, dirname(file))
    await keepRules(client, { module, migration: name, rules: snapshot?.rules ?? [], everyTenantRole })
  }
}

/** Brings what rules made on tables to what they make today. @throws ASH573 when others use a table for too long. */
async function renewRules(client: Client, module: string, everyTenantRole: string): Promise<void> {
  try {
    await client.query(openToEveryTenant(module, everyTenantRole))
  } catch (error) {
    throw rulesNotRenewed(module, error)
  }
}

async function prepareFramework(client: Client, unprepared: boolean, appRole: string | undefined): Promise<void> {
  if (unprepared) {
    await prepareSchema(client, { schema: frameworkMigrations.module, appRole, moduleRole: undefined })
  }
  if (!unprepared && (await hasHistory(client))) return
  await client.query(createHistory + createModuleRoles)
  await guardHistory(client, appRole)
}

async function prepareOwned(client: Client, owner: SchemaOwner, appRole: string | undefined): Promise<void> {
  const { schema } = owner
  const unprepared = await listUnprepared(client, [schema], appRole)
  if (unprepared.length > 0) await prepareSchema(client, { schema, appRole, moduleRole: undefined })
  await owner.prepare(client)
}

/** Makes the role that sees every tenant's rows. */
async function createEveryTenant(client: Client): Promise<string> {
  const role = await createModuleRole(client, everyTenant)
  await client.query(`grant usage on schema ashlar to ${escapeIdentifier(role)}`)
  return role
}

interface PrepareModuleOptions {
  readonly roles: ModuleRoles
  readonly mayCreate: boolean
  readonly appRole: string | undefined
  readonly unprepared: ReadonlySet<string>
  readonly everyTenantRole: string | undefined
}

/** @returns the role that the module's migrations run as, or `undefined` when that is the owner. */
async function prepareModule(
  client: Client,
  module: string,
  { roles, mayCreate, appRole, unprepared, everyTenantRole }: PrepareModuleOptions,
): Promise<string | undefined> {
  const role = roles.get(module)
  const options = { schema: module, appRole, everyTenantRole }
  if (role === undefined && mayCreate) return prepareSchema(client, { ...options, moduleRole: 'new' })
  if (unprepared.has(module)) await prepareSchema(client, { ...options, moduleRole: role })
  return role
}

function describeWeakness(modules: readonly string[]): string {
  return (
    `The role of DATABASE_OWNER_URL may not make roles, so the migrations of ${modules.map((module) => `"${module}"`).join(', ')} run as the owner ` +
    'of all tables: what they hide from the check of their text, such as SQL made at run time, PostgreSQL does not refuse. ' +
    'Give that role CREATEROLE and migrate again; see docs/guides/database-wall.md.'
  )
}
