/** Compares the tables of modules with the snapshots beside their migrations. */
import { join } from 'node:path'
import { diffModule, findSnapshot, type MigrationKit, type ModuleDiff, type RenameAnswer } from 'ashlar/diff'
import type { InstalledModule } from '../app/installed-app.ts'

/** Compares one module. @throws what `diffModule` and `findSnapshot` raise. */
export async function diffInstalledModule(
  module: InstalledModule,
  answers: readonly RenameAnswer[] = [],
): Promise<ModuleDiff> {
  const { definition, manifest, migrationsFolder } = module
  const tables = definition.tables
  if (!tables) return { status: 'unchanged' }
  const [loaded, snapshot, kit] = await Promise.all([tables(), findSnapshot(manifest.id, migrationsFolder), loadKit()])
  return diffModule({ module: manifest.id, tables: loaded, snapshot, kit, answers })
}

/** Whether a module lives in the app's workspace, where its migrations can be written, and was not installed from a registry. */
export function isEditable({ packageFolder }: InstalledModule): boolean {
  return !packageFolder.includes(join('/', 'node_modules', '/'))
}

async function loadKit(): Promise<MigrationKit> {
  return (await import('drizzle-kit/api-postgres')) as MigrationKit
}
