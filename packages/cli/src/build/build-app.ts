/** A production build: the browser's files, the server bundle, and what of the modules is read at run time. */
import { existsSync } from 'node:fs'
import { cp, glob, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstalledApp } from '../app/installed-app.ts'
import { type BuiltFacts, factsFile } from '../serve/built-app.ts'
import { createViteConfig } from '../vite/vite-config.ts'
import { assertSound } from './assert-sound.ts'
import { buildClient } from './build-client.ts'
import { buildServer } from './build-server.ts'
import { warmCompileCache } from './compile-cache.ts'

/** What a build is made of, in bytes and milliseconds. */
export interface BuildReport {
  readonly folder: string
  readonly client: { readonly files: number; readonly bytes: number; readonly durationMs: number }
  readonly server: { readonly files: number; readonly bytes: number; readonly durationMs: number }
}

/**
 * Builds an app into its `dist` folder.
 *
 * It is put together beside and moved into place at the end: a build that fails leaves the last one as it was. The app
 * is held to the doctor's rules first, so that there is no build, and no production boot, of one whose walls do not hold.
 *
 * @throws ASH916 when the doctor finds what an app must not run with, ASH510 when a side does not build.
 */
export async function buildApp(app: InstalledApp): Promise<BuildReport> {
  const draft = join(app.folder, '.ashlar/build')
  const dist = join(app.folder, 'dist')
  await assertSound(app.folder)
  await rm(draft, { recursive: true, force: true })
  const config = await createViteConfig({ command: 'build', appFolder: app.folder, modules: app.modules })

  const clientStart = performance.now()
  const assets = await buildClient(config, { appFolder: app.folder, modules: app.modules }, join(draft, 'client'))
  const serverStart = performance.now()
  await buildServer(config, app, join(draft, 'server'))
  const filesStart = performance.now()
  await copyFiles(app, draft)
  await writeFile(join(draft, 'package.json'), '{ "type": "module" }\n')
  await writeFile(join(draft, 'server.js'), starter)
  const facts: BuiltFacts = { manifests: app.modules.map(({ manifest }) => manifest), assets }
  await writeFile(join(draft, factsFile), JSON.stringify(facts))
  await rm(dist, { recursive: true, force: true })
  await rename(draft, dist)
  await warmCompileCache(dist)

  return {
    folder: dist,
    client: { ...(await measureFolder(join(dist, 'client'))), durationMs: serverStart - clientStart },
    server: { ...(await measureFolder(join(dist, 'server'))), durationMs: filesStart - serverStart },
  }
}

/** Keeps compiled code beside the bundle, so that a start need not compile it again. */
const starter = `import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, 'cache'))
process.env.NODE_ENV ??= 'production'
const { run } = await import('./server/main.js')
await run()
`

async function copyFiles({ modules, locales }: InstalledApp, outFolder: string): Promise<void> {
  for (const { manifest, migrationsFolder, localesFolder } of modules) {
    const target = join(outFolder, 'modules', manifest.id)
    await copyFolder(migrationsFolder, join(target, 'migrations'))
    await copyFolder(localesFolder, join(target, 'locales'))
  }
  for (const { id, localesFolder } of locales) await copyFolder(localesFolder, join(outFolder, 'locales', id))
}

async function copyFolder(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await mkdir(to, { recursive: true })
  await cp(from, to, { recursive: true })
}

async function measureFolder(folder: string): Promise<{ files: number; bytes: number }> {
  let files = 0
  let bytes = 0
  for await (const file of glob('**/*.{js,css,svg,woff2,png,webp}', { cwd: folder })) {
    files += 1
    bytes += (await stat(join(folder, file))).size
  }
  return { files, bytes }
}
