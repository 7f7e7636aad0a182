/** Writes the entry of the server bundle: every module stands behind a lazy import. */
import { createRequire } from 'node:module'
import { normalizePath, type Plugin } from 'vite'
import type { InstalledApp } from '../app/installed-app.ts'
import { serverEntry } from '../vite/virtual-modules.ts'

/** Exports `serve` and `run`, which serve the app as the build wrote it down. */
export const productionEntry = 'virtual:ashlar/production'

/** Serves the entry of the server bundle. */
export function productionModule(app: InstalledApp): Plugin {
  return {
    name: 'ashlar:production',
    enforce: 'pre',
    resolveId: (id) => (id === productionEntry ? `\0${productionEntry}` : undefined),
    load: (id) => (id === `\0${productionEntry}` ? writeProductionModule(app) : undefined),
  }
}

/** The file of this package's door for production; an app need not be able to find the package. */
const serveDoor = createRequire(import.meta.url).resolve('@ashlar/cli/serve')

function writeProductionModule(app: InstalledApp): string {
  const definitions = app.modules.map(
    ({ manifest, file }) => `  ${JSON.stringify(manifest.id)}: () => import(${JSON.stringify(normalizePath(file))}),`,
  )
  return `
import { join } from 'node:path'
import { createBuiltApp, runServer, serveBuiltApp } from ${JSON.stringify(normalizePath(serveDoor))}
import config from ${JSON.stringify(normalizePath(app.configFile))}

const distFolder = join(import.meta.dirname, '..')

const built = createBuiltApp({
  name: ${JSON.stringify(app.name)},
  config,
  definitions: {
${definitions.join('\n')}
  },
  namespaces: ${JSON.stringify(app.locales.map(({ id }) => id))},
  loadRenderer: () => import(${JSON.stringify(serverEntry)}),
}, distFolder)

export const serve = (options) => serveBuiltApp(built, options)
export const run = () => runServer(built, distFolder)
`
}
