import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The key of an app's own where none is set and its database is the embedded one: in development, and where a
 * production build is tried out. It is kept beside that database, so that what was signed with it stays valid.
 */
export function provideAppKey(appFolder: string): string {
  const file = join(appFolder, '.ashlar/app-key')
  return findKey(file) ?? createKey(file)
}

function findKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

function createKey(file: string): string {
  const key = randomBytes(32).toString('base64url')
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
    return key
  } catch (error) {
    // Another command made it in the meantime.
    const made = findKey(file)
    if (made === undefined) throw error
    return made
  }
}
