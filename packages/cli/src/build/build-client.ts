import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type InlineConfig, type Manifest, mergeConfig } from 'vite'
import { readIcon } from '../app/icon.ts'
import { buildFailed } from '../errors.ts'
import type { AssetTable } from '../serve/built-assets.ts'
import { leanClient } from '../vite/lean-client.ts'
import { listPageFiles } from '../vite/page-files.ts'
import { clientEntry, type PagesOfApp } from '../vite/virtual-modules.ts'
import { createAssetTable } from './asset-table.ts'
import { compressFiles } from './compress-files.ts'

/** Builds the browser's side into `outFolder`, and tells what each page needs of it. */
export async function buildClient(config: InlineConfig, app: PagesOfApp, outFolder: string): Promise<AssetTable> {
  const browser: InlineConfig = {
    base: '/assets/',
    plugins: [leanClient()],
    build: {
      outDir: outFolder,
      assetsDir: '',
      emptyOutDir: true,
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: { app: clientEntry }, checks: { pluginTimings: false } },
    },
  }
  await build(mergeConfig(config, browser)).catch((cause: unknown) => {
    throw buildFailed('client', cause)
  })
  const icon = await writeIcon(app.appFolder, outFolder)
  await compressFiles(outFolder)
  const manifest = JSON.parse(await readFile(join(outFolder, 'manifest.json'), 'utf8')) as Manifest
  return { ...createAssetTable(manifest, app.appFolder, listPageFiles(app.appFolder, app.modules)), icon }
}

/** Writes the icon beside the scripts, under a name that changes with it as theirs do. */
async function writeIcon(appFolder: string, outFolder: string): Promise<AssetTable['icon']> {
  const { extension, type, source } = readIcon(appFolder)
  const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
  const file = `icon-${hash}${extension}`
  await writeFile(join(outFolder, file), source)
  return { file, type }
}
