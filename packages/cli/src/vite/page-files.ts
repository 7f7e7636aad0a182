import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { errorPage } from 'ashlar/module'

/** The part of an installed module that pages are built from. */
export interface PageSource {
  readonly manifest: { readonly id: string; readonly packageName: string; readonly pages: readonly string[] }
  /** The folder of its package. */
  readonly packageFolder: string
  /** The file of its definition. */
  readonly file: string
  /** The folder of its page components. */
  readonly pagesFolder: string
}

/** What a component may be written in: `.js` in a packed module. */
const extensions = ['.tsx', '.jsx', '.js']

/**
 * The component file of every page, by page name: the app's own `pages/<module>/<Page>.tsx` if it has one, else the module's.
 *
 * The page of errors is the app's `pages/app/Error.tsx`, else the component kit's. A page without a file is left out:
 * discovery has told of it.
 */
export function listPageFiles(appFolder: string, modules: readonly PageSource[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const shownErrors = findComponent(join(appFolder, 'pages', errorPage)) ?? findKitErrorPage(appFolder)
  if (shownErrors !== undefined) files.set(errorPage, shownErrors)
  for (const { manifest, pagesFolder } of modules) {
    for (const page of manifest.pages) {
      const component = page.slice(manifest.id.length + 1)
      const file = findComponent(join(appFolder, 'pages', page)) ?? findComponent(join(pagesFolder, component))
      if (file !== undefined) files.set(page, file)
    }
  }
  return files
}

function findComponent(path: string): string | undefined {
  return extensions.map((extension) => path + extension).find((file) => existsSync(file))
}

function findKitErrorPage(appFolder: string): string | undefined {
  try {
    return createRequire(join(appFolder, 'package.json')).resolve('@ashlar/ui/error-page')
  } catch {
    return undefined
  }
}
