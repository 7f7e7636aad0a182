import { build, type InlineConfig, mergeConfig } from 'vite'
import type { InstalledApp } from '../app/installed-app.ts'
import { buildFailed } from '../errors.ts'
import { builtinModules } from './builtin-modules.ts'
import { leanPackages } from './lean-packages.ts'
import { productionEntry, productionModule } from './server-entry.ts'

/** Packages that load optionally, and would not be found inside a bundle. */
const optionalPackages = ['pg-native', 'pg-cloudflare', 'pino-pretty']

/**
 * Builds the server into `outFolder`: one small chunk that boots, and one for each thing that is needed later, such as
 * a module's behaviour or the renderer of pages. Dependencies are bundled too, because resolving and reading hundreds
 * of files is most of what a start costs.
 */
export async function buildServer(config: InlineConfig, app: InstalledApp, outFolder: string): Promise<void> {
  const server: InlineConfig = {
    plugins: [productionModule(app), builtinModules(), leanPackages()],
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: optionalPackages, target: 'node' },
    build: {
      ssr: true,
      outDir: outFolder,
      emptyOutDir: true,
      target: 'node24',
      minify: true,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { main: productionEntry },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', keepNames: true },
      },
    },
  }
  await build(mergeConfig(config, server)).catch((cause: unknown) => {
    throw buildFailed('server', cause)
  })
}
