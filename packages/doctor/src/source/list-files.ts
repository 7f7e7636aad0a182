import { readdirSync, statSync } from 'node:fs'
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
 * are not followed, so that a circle of them is no trap. A folder with a package.json is a package of its own.
 */
export function listFiles(folder: string): string[] {
  const files: string[] = []
  const visit = (below: string) => {
    const entries = readdirSync(join(folder, below), { withFileTypes: true })
    if (below !== '' && entries.some(({ name }) => name === 'package.json')) return
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

function isLinkToFile(path: string): boolean {
  // A dangling link, and one that leads back to itself, have no target.
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
