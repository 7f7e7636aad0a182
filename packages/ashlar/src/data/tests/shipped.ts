import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModuleMigrations, readMigrations } from '../runtime.ts'

/** Writes a module's migrations as files below a folder and reads them as boot does. */
export async function shipMigrations(
  folder: string,
  module: string,
  files: Readonly<Record<string, string>>,
): Promise<ModuleMigrations> {
  const path = join(folder, module)
  await rm(path, { recursive: true, force: true })
  await mkdir(path)
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return { module, version: '1.0.0', migrations: await readMigrations(module, path) }
}
