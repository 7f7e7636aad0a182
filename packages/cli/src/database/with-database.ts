import type { ResolvedDatabase } from '@ashlar/postgres'
import { type FrameworkEnvironment, type ModuleMigrations, readMigrations } from 'ashlar/runtime'
import { prepareEnvironment } from '../app/command-environment.ts'
import { getBootableApp, type InstalledApp } from '../app/installed-app.ts'

/** An app and its database, with nothing of the app running. */
export interface AppDatabase {
  readonly values: FrameworkEnvironment
  readonly app: InstalledApp
  readonly database: ResolvedDatabase
  /** What the modules ship, in boot order. */
  readonly migrations: readonly ModuleMigrations[]
}

export interface WithDatabaseOptions {
  /** The folder the command was started in. */
  readonly from: string
  readonly embedded?: boolean | undefined
}

/** Brings up the database of the app around a folder for one piece of work, and lets go of it afterwards. */
export async function withDatabase<Result>(
  options: WithDatabaseOptions,
  work: (given: AppDatabase) => Promise<Result>,
): Promise<Result> {
  const app = await getBootableApp(options.from)
  const migrations = await readAllMigrations(app)
  const { values, database } = await prepareEnvironment({ appFolder: app.folder, embedded: options.embedded })
  try {
    return await work({ app, values, database, migrations })
  } finally {
    await database.release()
  }
}

/** The migrations of every module that is on, in boot order. */
export async function readAllMigrations({
  modules,
}: Pick<InstalledApp, 'modules'>): Promise<readonly ModuleMigrations[]> {
  return Promise.all(
    modules.map(async ({ manifest, migrationsFolder }) => ({
      module: manifest.id,
      version: manifest.version,
      migrations: await readMigrations(manifest.id, migrationsFolder),
    })),
  )
}

/** The role of an address: what its tables are granted to. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}
