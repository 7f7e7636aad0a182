/** Writes the entry of the server bundle: all manifests as data, every module behind a lazy import. */
import { normalizePath, type Plugin } from 'vite'
import type { InstalledApp } from '../app/installed-app.ts'
import type { AssetTable } from '../serve/built-assets.ts'
import { serverEntry } from '../vite/virtual-modules.ts'

/** Exports `built`, the app as a build wrote it down, and `serve` and `run`, which serve it. */
export const productionEntry = 'virtual:ashlar/production'

/** Serves the entry of the server bundle. */
export function productionModule(app: InstalledApp, assets: AssetTable): Plugin {
  return {
    name: 'ashlar:production',
    enforce: 'pre',
    resolveId: (id) => (id === productionEntry ? `\0${productionEntry}` : undefined),
    load: (id) => (id === `\0${productionEntry}` ? writeProductionModule(app, assets) : undefined),
  }
}

function writeProductionModule(app: InstalledApp, assets: AssetTable): string {
  const manifests = JSON.stringify(app.modules.map(({ manifest }) => manifest))
  const definitions = app.modules.map(
    ({ manifest, file }) => `  ${JSON.stringify(manifest.id)}: () => import(${JSON.stringify(normalizePath(file))}),`,
  )
  return `
import { join } from 'node:path'
import { createBuiltApp, runServer, serveBuiltApp } from '@ashlar/cli/serve'
import config from ${JSON.stringify(normalizePath(app.configFile))}

const distFolder = join(import.meta.dirname, '..')

const built = createBuiltApp({
  name: ${JSON.stringify(app.name)},
  config,
  manifests: ${JSON.stringify(manifests)},
  definitions: {
${definitions.join('\n')}
  },
  namespaces: ${JSON.stringify(app.locales.map(({ id }) => id))},
  assets: JSON.parse(${JSON.stringify(JSON.stringify(assets))}),
  loadRenderer: () => import(${JSON.stringify(serverEntry)}),
}, distFolder)

export const serve = (options) => serveBuiltApp(built, options)
export const run = () => runServer(built, join(distFolder, '..'))
`
}
