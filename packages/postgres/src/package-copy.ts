/** A copy of the platform package, for when the package itself is closed to the server's user or lacks links and is read-only. */
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { binariesNotReadable, folderNotOurs } from './errors.ts'
import { isReadableBy, listFiles, type PlatformPackage, programIn, repairLinks } from './platform-package.ts'
import type { SystemUser } from './server-user.ts'

/**
 * Returns a whole copy that `user` can read, making it in the first place that serves: the user's cache, else the temporary folder.
 *
 * @throws ASH603 when no place serves.
 */
export function copyPackage(
  found: PlatformPackage,
  user: SystemUser | undefined,
  onCopy?: () => void,
): PlatformPackage {
  const copies = placesFor(found).map((root) => ({ ...found, root }))
  let cause: unknown
  for (const copy of copies) {
    try {
      if (!isWhole(copy, found, user)) {
        onCopy?.()
        makeCopy(found, copy, user)
      }
      if (isWhole(copy, found, user)) return copy
    } catch (error) {
      cause = error
    }
  }
  throw binariesNotReadable(
    found.root,
    copies.map(({ root }) => root),
    cause,
  )
}

function placesFor({ name, version }: PlatformPackage): readonly string[] {
  const folder = `postgres-${version}-${basename(name)}`
  const owner = process.getuid?.() ?? 0
  return [
    join(homedir(), '.cache', 'ashlar', folder),
    join(tmpdir(), `ashlar-${owner}-${folder}`),
    join('/tmp', `ashlar-${owner}-${folder}`),
  ]
}

/** Temporary folders are cleaned by age and shared with others: a copy counts if it is ours, closed to other writers, and all there. */
function isWhole(copy: PlatformPackage, found: PlatformPackage, user: SystemUser | undefined): boolean {
  return (
    isOurs(copy.root) &&
    isReadableBy(user, copy) &&
    [...listFiles(found), ...found.links.map(({ target }) => target)].every((file) =>
      statSync(join(copy.root, file), { throwIfNoEntry: false }),
    )
  )
}

function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.uid === (process.getuid?.() ?? stat.uid) && (stat.mode & 0o022) === 0
}

function makeCopy(found: PlatformPackage, copy: PlatformPackage, user: SystemUser | undefined): void {
  mkdirSync(dirname(copy.root), { recursive: true })
  const aside = { ...copy, root: `${copy.root}.${randomUUID()}` }
  try {
    copyFiles(found, aside)
    // Another process may have finished first, and its server may be running from there.
    if (isWhole(copy, found, user)) return
    setAside(copy.root)
    renameSync(aside.root, copy.root)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
  } finally {
    rmSync(aside.root, { recursive: true, force: true })
  }
}

function copyFiles(found: PlatformPackage, copy: PlatformPackage): void {
  const programs = dirname(programIn(copy, 'postgres'))
  for (const file of listFiles(found)) {
    const target = join(copy.root, file)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(found.root, file), target, constants.COPYFILE_FICLONE)
    chmodSync(target, dirname(target) === programs ? 0o755 : 0o644)
  }
  openFolders(copy.root)
  repairLinks(copy)
}

/** Folders made under a strict umask would be closed to the server's user. */
function openFolders(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(folder, entry.name))
  }
}

function setAside(broken: string): void {
  if (!lstatSync(broken, { throwIfNoEntry: false })) return
  if (!isOurs(broken)) throw folderNotOurs(broken)
  const old = `${broken}.${randomUUID()}`
  renameSync(broken, old)
  rmSync(old, { recursive: true, force: true })
}
