import type { AshlarError } from '../../contract/errors.ts'
import { databaseBehind, migrationsRefused } from './errors.ts'
import { frameworkMigrations } from './framework-schema.ts'
import { readHistory } from './history.ts'
import type { MigrationFingerprint, ModuleMigrations } from './migration.ts'
import { type OwnerConnectionOptions, withOwnerConnection } from './owner-connection.ts'
import { type AppliedMigration, planMigrations } from './plan.ts'

/** How one module's part of a database stands. */
export interface ModuleStatus {
  readonly module: string
  readonly applied: readonly AppliedMigration[]
  /** The names of migrations that have not run, in their order. */
  readonly pending: readonly string[]
  /** What keeps the database from being migrated: ASH442 to ASH444. */
  readonly problems: readonly AshlarError[]
}

/** How a database stands. */
export interface DatabaseStatus {
  /** The framework first, then the given modules in their order. */
  readonly modules: readonly ModuleStatus[]
  /** What was applied of modules that are not given: removed, or switched off. */
  readonly others: readonly AppliedMigration[]
  readonly pendingCount: number
  readonly problems: readonly AshlarError[]
}

export interface StatusOptions {
  /** The owner's address, or the app's: reading the history is open to both. */
  readonly url: string
  readonly modules: readonly ModuleMigrations<MigrationFingerprint>[]
}

/** Compares a database with what the installed modules ship, and changes nothing. */
export async function statusOf({ url, modules }: StatusOptions): Promise<DatabaseStatus> {
  const connection: OwnerConnectionOptions = { ownerUrl: url }
  const history = await withOwnerConnection(connection, readHistory)
  const all: readonly ModuleMigrations<MigrationFingerprint>[] = [frameworkMigrations, ...modules]
  const known = new Set(all.map(({ module }) => module))
  const statuses = all.map((module): ModuleStatus => {
    const applied = history.filter((migration) => migration.module === module.module)
    const { pending, problems } = planMigrations([module], applied)
    return { module: module.module, applied, pending: pending.map(({ migration }) => migration.name), problems }
  })
  return {
    modules: statuses,
    others: history.filter(({ module }) => !known.has(module)),
    pendingCount: statuses.reduce((count, { pending }) => count + pending.length, 0),
    problems: statuses.flatMap(({ problems }) => problems),
  }
}

/**
 * Raises when a database is not where the installed modules expect it, for an app that does not migrate by itself.
 *
 * @throws ASH452 when migrations are pending; ASH442 to ASH444 when they cannot run (ASH451 for several at once).
 */
export async function assertMigrated(options: StatusOptions): Promise<void> {
  const { modules, problems, pendingCount } = await statusOf(options)
  const [first, second] = problems
  if (first !== undefined) throw second === undefined ? first : migrationsRefused(problems)
  if (pendingCount === 0) return
  throw databaseBehind(modules.flatMap(({ module, pending }) => pending.map((name) => ({ module, name }))))
}
