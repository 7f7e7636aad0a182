import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrations } from '../migrations/migration.ts'
import { snapshotUnreadable } from './errors.ts'
import type { Snapshot } from './kit.ts'

/**
 * Reads the snapshot beside a module's migrations, or `undefined` when there is none.
 *
 * @throws ASH453 when it is no JSON.
 */
export async function findSnapshot(module: string, folder: string): Promise<Snapshot | undefined> {
  const file = join(folder, 'snapshot.json')
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Snapshot
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw snapshotUnreadable(module, file, error)
  }
}

export interface NewMigration {
  readonly module: string
  /** The module's `migrations` folder. It is made when it is not there. */
  readonly folder: string
  /** What it does, in words, such as `add note`. */
  readonly title: string
  readonly sql: string
  readonly snapshot: Snapshot
}

/** Writes a migration under the next free number, and the snapshot it leads to. Answers the path of the SQL file. */
export async function writeMigration({ module, folder, title, sql, snapshot }: NewMigration): Promise<string> {
  const last = (await readMigrations(module, folder)).at(-1)
  const number = String(Number(last?.name.slice(0, 4) ?? 0) + 1).padStart(4, '0')
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['change']
  const file = join(folder, `${number}_${words.join('_')}.sql`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, sql)
  await writeFile(join(folder, 'snapshot.json'), `${JSON.stringify(snapshot, null, 2)}\n`)
  return file
}
