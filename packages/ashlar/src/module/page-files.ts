/**
 * Holds the declared pages of a module against the files in its `pages` folder.
 *
 * A file whose name begins with a capital letter is a page, in whatever folder below `pages` it stands; any other, and
 * any with a second dot in its name such as a test, belongs to a page without being one.
 */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AshlarError } from '../contract/errors.ts'
import { fileWithoutPage, overrideWithoutPage, pageWithoutFile } from './errors.ts'
import type { ModuleManifest } from './manifest.ts'

const pageFile = /^((?:.*\/)?[A-Z][^./]*)\.(?:tsx|jsx|js)$/
/** The page of errors: it belongs to the app. */
export const errorPage = 'app/Error'

/** Each page needs a file of its name; each page file needs a page. */
export async function checkPageFiles(manifest: ModuleManifest, pagesFolder: string): Promise<AshlarError[]> {
  const { id, pages } = manifest
  const files = await listPageFiles(pagesFolder)
  return [
    ...pages
      .filter((page) => page.startsWith(`${id}/`) && !files.has(page.slice(id.length + 1)))
      .map((page) => pageWithoutFile(page, pagesFolder)),
    ...[...files]
      .filter(([component]) => !pages.includes(`${id}/${component}`))
      .map(([, file]) => fileWithoutPage(join(pagesFolder, file), id)),
  ]
}

/** Each file in the app's own `pages` folder has to stand in for a page of an installed module. */
export async function checkOverrides(appFolder: string, manifests: readonly ModuleManifest[]): Promise<AshlarError[]> {
  const folder = join(appFolder, 'pages')
  const known = new Set([errorPage, ...manifests.flatMap(({ pages }) => pages)])
  return [...(await listPageFiles(folder))]
    .filter(([page]) => !known.has(page))
    .map(([page, file]) => overrideWithoutPage(join(folder, file), page))
}

/** The page files below a folder, by component name. */
async function listPageFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  return findPageFiles(existsSync(folder) ? await readdir(folder, { recursive: true }) : [])
}

/** Those of the files in a `pages` folder that are pages, by component name: `Browse`, `settings/Form`. */
export function findPageFiles(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.toSorted().flatMap((file) => {
      const component = pageFile.exec(file.replaceAll('\\', '/'))?.[1]
      return component === undefined ? [] : [[component, file] as const]
    }),
  )
}
