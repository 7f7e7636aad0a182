import type { AshlarError } from '../../contract/errors.ts'
import { migrationEdited, migrationGone, migrationOutOfOrder } from './errors.ts'
import type { MigrationFingerprint, ModuleMigrations } from './migration.ts'

/** A migration as the database remembers it. */
export interface AppliedMigration extends MigrationFingerprint {
  readonly module: string
  readonly appliedAt: Date
  readonly durationMs: number
}

/** A migration that has not been applied yet. */
export interface PendingMigration<Each extends MigrationFingerprint> {
  readonly module: string
  readonly version: string
  readonly migration: Each
}

/** What is to be applied, in its order, and what stands in the way. */
export interface MigrationPlan<Each extends MigrationFingerprint> {
  readonly pending: readonly PendingMigration<Each>[]
  /** With one of these nothing may run: ASH442 edited, ASH443 gone, ASH444 out of order. */
  readonly problems: readonly AshlarError[]
}

/**
 * Compares what modules ship with what a database has.
 *
 * What was applied of modules that are not given is left alone: a module that is switched off keeps its data.
 *
 * @param modules in the order of their graph, needs first.
 */
export function planMigrations<Each extends MigrationFingerprint>(
  modules: readonly ModuleMigrations<Each>[],
  applied: readonly AppliedMigration[],
): MigrationPlan<Each> {
  const appliedByModule = Map.groupBy(applied, ({ module }) => module)
  const plans = modules.map((module) => planModule(module, appliedByModule.get(module.module) ?? []))
  return {
    pending: plans.flatMap(({ pending }) => pending),
    problems: plans.flatMap(({ problems }) => problems),
  }
}

function planModule<Each extends MigrationFingerprint>(
  { module, version, migrations }: ModuleMigrations<Each>,
  applied: readonly AppliedMigration[],
): MigrationPlan<Each> {
  const appliedByName = new Map(applied.map((migration) => [migration.name, migration]))
  const lastApplied = applied.map(({ name }) => name).reduce((last, name) => (name > last ? name : last), '')
  const shipped = new Set(migrations.map(({ name }) => name))
  const problems: AshlarError[] = []
  const pending: PendingMigration<Each>[] = []
  for (const migration of migrations) {
    const before = appliedByName.get(migration.name)
    const at = { module, file: `${migration.name}.sql` }
    if (before === undefined) {
      if (migration.name < lastApplied) problems.push(migrationOutOfOrder(at, `${lastApplied}.sql`))
      pending.push({ module, version, migration })
    } else if (before.checksum !== migration.checksum) {
      problems.push(migrationEdited(at, shorten(before.checksum), shorten(migration.checksum)))
    }
  }
  for (const { name } of applied) {
    if (!shipped.has(name)) problems.push(migrationGone({ module, file: `${name}.sql` }))
  }
  return { pending, problems }
}

/** Enough of a checksum to tell two apart in a sentence. */
function shorten(checksum: string): string {
  return checksum.slice(0, 12)
}
