import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { relative } from 'node:path'
import { type Manifest, normalizePath } from 'vite'
import type { AssetTable } from '../serve/built-assets.ts'
import { clientEntry } from '../vite/virtual-modules.ts'

/** Turns Vite's manifest of files into what the server needs to know of each page. */
export function createAssetTable(
  manifest: Manifest,
  root: string,
  pageFiles: ReadonlyMap<string, string>,
): Omit<AssetTable, 'icon'> {
  const entry = manifest[clientEntry]
  if (!entry) throw new TypeError(`The build has no entry ${clientEntry}.`)
  const shared = collectFiles(manifest, clientEntry)
  const pages = [...pageFiles].map(([page, file]) => {
    const { scripts, styles } = collectFiles(manifest, normalizePath(relative(root, realpathSync(file))))
    const own = (all: ReadonlySet<string>, known: ReadonlySet<string>) => [...all].filter((name) => !known.has(name))
    return [page, { scripts: own(scripts, shared.scripts), styles: own(styles, shared.styles) }] as const
  })
  return {
    version: createHash('sha256').update(JSON.stringify(manifest)).digest('base64url').slice(0, 16),
    entry: entry.file,
    styles: [...shared.styles],
    pages: Object.fromEntries(pages),
  }
}

/** The files that a chunk brings along, itself and all it imports included. */
function collectFiles(manifest: Manifest, key: string): { scripts: Set<string>; styles: Set<string> } {
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk || scripts.has(chunk.file)) return
    scripts.add(chunk.file)
    for (const file of chunk.css ?? []) styles.add(file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  visit(key)
  return { scripts, styles }
}
