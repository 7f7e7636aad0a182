import { type MigrationRun, migrate } from '../data/migrations/migrate.ts'
import { readMigrations } from '../data/migrations/migration.ts'
import type { ModuleSource } from '../module/manifest.ts'
import type { BootOptions } from './boot-options.ts'
import { listSchemaOwners } from './jobs.ts'

/** Brings the database to what the modules declare, as its owner. */
export async function applyMigrations(
  { config, database, log }: BootOptions,
  sources: readonly ModuleSource[],
): Promise<readonly MigrationRun[]> {
  const modules = await Promise.all(
    sources.map(async ({ manifest, migrationsFolder }) => ({
      module: manifest.id,
      version: manifest.version,
      migrations: await readMigrations(manifest.id, migrationsFolder),
    })),
  )
  const appRole = decodeURIComponent(new URL(database.appUrl).username)
  const ownerRole = decodeURIComponent(new URL(database.ownerUrl).username)
  return migrate({
    ownerUrl: database.ownerUrl,
    modules,
    ...(appRole === ownerRole ? {} : { appRole }),
    schemaOwners: listSchemaOwners(sources.map(({ manifest }) => manifest)),
    historyDays: config.history?.keepDays,
    onWeakened: (warning) => log.warn(warning),
  })
}
