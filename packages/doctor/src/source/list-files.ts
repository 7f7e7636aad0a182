import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Folders that hold what was installed or made, at whatever depth they stand. */
const leftOut: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'build',
  'coverage',
  'playground',
  'test-results',
])

/** Whether a folder of this name is passed over. */
export const isLeftOut = (name: string): boolean => name.startsWith('.') || leftOut.has(name)

/**
 * Every file below a folder, sorted, as paths from it with `/` between folders.
 *
 * Folders that begin with a dot and those that hold installed or generated files are left out. Symbolic links to folders
 * are not followed, so that a circle of them is no trap. A folder with a package.json is a package of its own, unless
 * that only says how the files below are to be taken.
 */
export function listFiles(folder: string): string[] {
  const files: string[] = []
  const visit = (below: string) => {
    const entries = readFolder(join(folder, below))
    if (below !== '' && entries.some(({ name }) => name === 'package.json') && isPackage(join(folder, below))) return
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) {
        if (!isLeftOut(entry.name)) visit(path)
      } else if (entry.isFile() || (entry.isSymbolicLink() && isLinkToFile(join(folder, path)))) {
        files.push(path)
      }
    }
  }
  visit('')
  return files.toSorted()
}

/** A folder that vanished, or that is somebody else's to read, such as a database's, holds no sources of the project. */
function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** What a package.json may say of a folder without making it a package. */
const hints: ReadonlySet<string> = new Set(['type', 'main', 'module', 'types', 'typings', 'browser', 'sideEffects'])

function isPackage(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return Object.keys(Object(manifest)).some((key) => !hints.has(key))
  } catch {
    return true
  }
}

function isLinkToFile(path: string): boolean {
  // A dangling link, and one that leads back to itself, have no target.
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
