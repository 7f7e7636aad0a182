/** Brings a database to what the installed modules ship: all problems are found first, then each migration runs once. */
import type { Client } from 'pg'
import type { AshlarError } from '../../contract/errors.ts'
import { migrationsRefused } from '../errors.ts'
import { checkMigration } from './check-migration.ts'
import { createHistory, frameworkMigrations, hasHistory } from './framework-schema.ts'
import { guardHistory, listUnprepared, prepareSchema } from './grants.ts'
import { readHistory } from './history.ts'
import type { Migration, ModuleMigrations } from './migration.ts'
import { type OwnerConnectionOptions, withMigrationLock, withOwnerConnection } from './owner-connection.ts'
import { type MigrationPlan, type PendingMigration, planMigrations } from './plan.ts'
import { runMigration } from './run-migration.ts'

export interface MigrateOptions extends OwnerConnectionOptions {
  /** The modules in the order of their graph, needs first. */
  readonly modules: readonly ModuleMigrations[]
  /** The role the app signs in as; it gets to use the tables. @default none, when the app signs in as the owner */
  readonly appRole?: string
  /** Schemas of installed modules that are not among `modules`, such as those switched off. They are guarded too. */
  readonly otherSchemas?: readonly string[]
  /** Told of each migration once it is kept. */
  readonly onApplied?: (migration: MigrationRun) => void
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
 *   migration that fails, ASH450 when another process keeps the lock.
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
  { appRole, modules, onApplied }: MigrateOptions,
): Promise<readonly MigrationRun[]> {
  const ids = [frameworkMigrations.module, ...modules.map(({ module }) => module)]
  const unprepared = new Set(await listUnprepared(client, ids, appRole))
  const pendingByModule = Map.groupBy(pending, ({ module }) => module)
  const runs: MigrationRun[] = []
  for (const module of ids) {
    if (unprepared.has(module)) await prepareSchema(client, module, appRole)
    if (module === frameworkMigrations.module && (unprepared.has(module) || !(await hasHistory(client)))) {
      await client.query(createHistory)
      await guardHistory(client, appRole)
    }
    for (const migration of pendingByModule.get(module) ?? []) {
      const run = await applyMigration(client, migration)
      runs.push(run)
      onApplied?.(run)
    }
  }
  return runs
}

async function applyMigration(client: Client, pending: PendingMigration<Migration>): Promise<MigrationRun> {
  const durationMs = await runMigration(client, pending)
  return { module: pending.module, name: pending.migration.name, durationMs }
}
