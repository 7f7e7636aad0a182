/** Builds the pages that show the kit, for the browser and for the server. */
import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { RenderablePage, RenderedPage } from 'ashlar/runtime'
import { build, type InlineConfig } from 'vite'

export interface BuiltKit {
  /** The folder of everything that was built. */
  readonly folder: string
  /** The folder of the files for the browser: `client.js`, its chunks and `client.css`. */
  readonly clientFolder: string
  readonly render: (page: RenderablePage) => Promise<RenderedPage>
}

const cache = join(import.meta.dirname, '..', '..', '.cache')

export async function buildKit(): Promise<BuiltKit> {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'kit-'))
  const clientFolder = join(folder, 'client')
  await build({
    ...shared,
    base: '/assets/',
    build: {
      outDir: clientFolder,
      rolldownOptions: {
        input: { client: join(import.meta.dirname, 'client.tsx'), styles: join(import.meta.dirname, 'styles.css') },
        output: { entryFileNames: '[name].js' },
      },
      assetsDir: '',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  })
  await build({
    ...shared,
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, 'server.tsx'), outDir: join(folder, 'server') },
  })
  const { render } = (await import(pathToFileURL(join(folder, 'server', 'server.js')).href)) as BuiltKit
  return { folder, clientFolder, render }
}

const shared: InlineConfig = {
  root: import.meta.dirname,
  configFile: false,
  logLevel: 'error',
  mode: 'production',
  plugins: [tailwindcss(), react()],
}
