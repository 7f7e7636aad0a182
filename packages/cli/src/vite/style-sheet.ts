import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { normalizePath } from 'vite'
import type { PageSource } from './page-files.ts'

const require = createRequire(import.meta.url)

/** The folder of an installed package as a file of `folder` would find it, or `undefined`. */
export function findPackageFolder(packageName: string, folder: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${packageName}/package.json`))
  } catch {
    return undefined
  }
}

/**
 * Writes the style sheet of an app: Tailwind, the component kit, each module's `styles.css`, and last the app's `theme.css`.
 *
 * Tailwind looks for class names only where pages can come from; it ignores `node_modules` unless told otherwise.
 */
export function writeStyleSheet(appFolder: string, modules: readonly PageSource[]): string {
  const kit = findPackageFolder('@ashlar/ui', appFolder)
  const imports = [
    ...(kit ? [join(kit, styleFileOf(kit))] : []),
    ...modules.map(({ file }) => join(dirname(file), 'styles.css')),
    join(appFolder, 'theme.css'),
  ]
  const sources = [
    ...(kit ? [join(kit, 'src'), join(kit, 'dist')] : []),
    ...modules.map(({ file }) => dirname(file)),
    join(appFolder, 'pages'),
  ]
  return [
    `@import ${quote(require.resolve('tailwindcss/index.css'))} source(none);`,
    ...imports.filter((file) => existsSync(file)).map((file) => `@import ${quote(file)};`),
    ...sources
      .filter((folder) => existsSync(folder))
      .map((folder) => `@source ${quote(`${folder}/**/*.{ts,tsx,js,jsx}`)};`),
    '',
  ].join('\n')
}

function styleFileOf(kit: string): string {
  return existsSync(join(kit, 'dist/styles.css')) ? 'dist/styles.css' : 'src/styles.css'
}

function quote(path: string): string {
  return JSON.stringify(normalizePath(path))
}
