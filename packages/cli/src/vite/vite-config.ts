import { createRequire } from 'node:module'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { type InlineConfig, loadConfigFromFile, mergeConfig, searchForWorkspaceRoot } from 'vite'
import { listPageFiles } from './page-files.ts'
import { findPackageFolder } from './style-sheet.ts'
import { type PagesOfApp, virtualModules } from './virtual-modules.ts'

/** What a Vite run is for. */
export interface ViteConfigOptions extends PagesOfApp {
  readonly command: 'build' | 'serve'
}

/** Packages that keep state at module level: two copies in one page would not see each other. */
const singletons = [
  'react',
  'react-dom',
  '@inertiajs/core',
  '@inertiajs/react',
  'i18next',
  'react-i18next',
  'ashlar',
  '@ashlar/ui',
]

/** The Vite configuration that every app shares. An app's own `vite.config` is merged over it; none is needed. */
export async function createViteConfig(options: ViteConfigOptions): Promise<InlineConfig> {
  const { appFolder, modules, command } = options
  const mode = command === 'build' ? 'production' : 'development'
  const inlined = ['ashlar', '@ashlar/ui', ...modules.map(({ manifest }) => manifest.packageName)]
  const config: InlineConfig = {
    root: appFolder,
    mode,
    configFile: false,
    envDir: false,
    publicDir: false,
    appType: 'custom',
    logLevel: 'warn',
    plugins: [virtualModules(options, command), tailwindcss(), react()],
    resolve: {
      // Vite resolves a deduplicated package from the app alone, so one that only a dependency has must not be listed.
      dedupe: singletons.filter((name) => findPackageFolder(name, appFolder) !== undefined),
    },
    // Modules hold pages, and pages must pass through Vite wherever they are installed.
    optimizeDeps: { exclude: inlined },
    // What they import themselves is found by reading them beforehand: Vite discovers nothing from within node_modules.
    ...(command === 'serve' ? { build: { rolldownOptions: { input: listEntries(options) } } } : {}),
    ssr: { noExternal: inlined },
    server: {
      fs: { allow: [searchForWorkspaceRoot(appFolder), ...modules.map(({ packageFolder }) => packageFolder)] },
    },
  }
  const own = await loadConfigFromFile({ command, mode }, undefined, appFolder)
  return own ? mergeConfig(config, own.config) : config
}

/** The files that the browser's side is reached from. */
function listEntries({ appFolder, modules }: PagesOfApp): string[] {
  const { resolve } = createRequire(join(appFolder, 'package.json'))
  const doors = ['ashlar/contract', 'ashlar/react', 'ashlar/react/client', '@ashlar/ui'].flatMap((name) => {
    try {
      return [resolve(name)]
    } catch {
      return []
    }
  })
  return [...listPageFiles(appFolder, modules).values(), ...doors]
}
