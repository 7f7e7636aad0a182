import { join } from 'node:path'
import { build } from 'vite'

/** Bundles the renderer of the benchmark's page, and gives the file. */
export async function buildRenderer(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['react', 'react-dom'] },
    build: { ssr: join(import.meta.dirname, 'renderer.ts'), outDir, emptyOutDir: false },
  })
  return join(outDir, 'renderer.js')
}
