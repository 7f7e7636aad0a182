/** The migrations of a module as its package ships them: plain SQL files, numbered, and never edited once applied. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrationMisnamed, migrationNumberTaken } from './errors.ts'

/** What tells one migration from another, and an edited one from the original. */
export interface MigrationFingerprint {
  /** The file's name without its ending, such as `0001_create_order`. */
  readonly name: string
  /** The SHA-256 of the text, with line ends as `\n`, in hexadecimal. */
  readonly checksum: string
}

/** One migration. */
export interface Migration extends MigrationFingerprint {
  /** The path of the file, for messages. */
  readonly file: string
  readonly sql: string
}

/** The migrations of one module, in their order. */
export interface ModuleMigrations<Each extends MigrationFingerprint = Migration> {
  /** The module's id, which is its schema's name. */
  readonly module: string
  /** The module's version, noted with each migration that is applied. */
  readonly version: string
  readonly migrations: readonly Each[]
}

const fileName = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/

/**
 * Reads the migrations in a folder, in their order. A folder that is not there holds none.
 *
 * @throws ASH440 for a name without a number, ASH441 for a number that is taken.
 */
export async function readMigrations(module: string, folder: string): Promise<readonly Migration[]> {
  const names = await listSqlFiles(folder)
  const byNumber = new Map<string, string>()
  for (const name of names) {
    const at = { module, file: join(folder, name) }
    const number = fileName.exec(name)?.[1]
    if (number === undefined) throw migrationMisnamed(at)
    const other = byNumber.get(number)
    if (other !== undefined) throw migrationNumberTaken(at, other)
    byNumber.set(number, name)
  }
  return Promise.all(names.map((name) => readMigration(join(folder, name), name)))
}

async function listSqlFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => name.endsWith('.sql')).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function readMigration(file: string, name: string): Promise<Migration> {
  const sql = normalise(await readFile(file, 'utf8'))
  return { name: name.slice(0, -'.sql'.length), file, sql, checksum: checksumOf(sql) }
}

/** Version control may change line ends, and editors add a byte order mark. */
function normalise(sql: string): string {
  return sql.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
}

/** The checksum of a migration's text. */
export function checksumOf(sql: string): string {
  return createHash('sha256').update(normalise(sql)).digest('hex')
}

/** Whether a migration asks to run outside of a transaction, with `-- ashlar: no-transaction` as its first line. */
export function asksForNoTransaction(sql: string): boolean {
  return /^\s*--\s*ashlar:\s*no-transaction\s*(\n|$)/.test(sql)
}
