/**
 * The lock under which a server is initialised, started and stopped.
 *
 * It is a file that exists only whole (written aside, then linked into place), naming its holder. A holder that was killed
 * leaves it behind; whoever finds it first wins the right to clear it, and that right is itself such a file, named after the
 * lock it clears. So of any number of processes that find the same leftover, one removes it, and none can remove a lock that
 * was taken since.
 */
import { createHash, randomUUID } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts'

/** A lock that this process holds. */
export interface StartLock {
  /** Gives the lock back. */
  release(): void
}

interface Holder extends ProcessIdentity {
  readonly nonce: string
}

/** Takes the lock at `path`, or says at once that a living process holds it. Clears what a killed process left. */
export function tryStartLock(path: string): StartLock | { readonly heldBy: number } {
  for (;;) {
    // Looking costs far less than trying, and hundreds may be waiting.
    const holder = read(path)
    if (!holder) {
      if (!place(path)) continue
      sweep(path)
      return { release: () => unlinkIfThere(path) }
    }
    if (isRunning(holder)) return { heldBy: holder.pid }
    const clearing = clear(path, holder)
    if (clearing !== undefined) return { heldBy: clearing }
  }
}

/** Removes the lock of a holder that is gone; returns the process that is doing so if another one is. */
function clear(path: string, holder: Holder): number | undefined {
  const right = `${path}.${createHash('sha256').update(holder.nonce).digest('hex').slice(0, 16)}`
  if (!place(right)) {
    const other = read(right)
    if (!other) return undefined
    return isRunning(other) ? other.pid : clear(right, other)
  }
  // Whoever had this right before us may have finished: then the lock is no longer the one we judged.
  if (read(path)?.nonce === holder.nonce) unlinkIfThere(path)
  unlinkIfThere(right)
  return undefined
}

function place(path: string): boolean {
  const aside = `${path}.${randomUUID()}`
  writeFileSync(aside, JSON.stringify({ ...identify(process.pid), nonce: randomUUID() } satisfies Holder), {
    flag: 'wx',
  })
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkIfThere(aside)
  }
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Removes what processes killed in the middle of the steps above left beside the lock. */
function sweep(path: string): void {
  const folder = dirname(path)
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(path)}.`)) continue
    const left = join(folder, name)
    const holder = readOrNothing(left)
    if (holder && !isRunning(holder)) unlinkIfThere(left)
  }
}

function readOrNothing(path: string): Holder | undefined {
  try {
    return read(path)
  } catch {
    return undefined
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
