/**
 * The app's own process in development: it runs the server side from its sources. `ashlar dev` starts it anew when one
 * of them changes, and stands before it in the browser's eyes.
 */
import { registerHooks } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type App, bootApp, processEnvironment } from 'ashlar/runtime'
import { getBootableApp, type InstalledApp, readInstalledApp } from '../app/installed-app.ts'
import { describeError } from '../terminal/print.ts'
import { createDevAssets } from './dev-assets.ts'
import { createDevLog } from './dev-log.ts'
import type { FoundApp, FromApp, ToApp } from './messages.ts'

const say = (message: FromApp): void => {
  process.send?.(message)
}

reportReadFiles()
process.on('disconnect', () => process.exit())
await run()

function reportReadFiles(): void {
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:') && !url.includes('/node_modules/')) say({ kind: 'read', file: fileURLToPath(url) })
      return next(url, context)
    },
  })
}

async function run(): Promise<void> {
  try {
    const found = await readInstalledApp(process.cwd())
    say({ kind: 'found', app: describeApp(found) })
    const app = await boot(await getBootableApp(process.cwd()))
    const { fastify } = app.http
    await fastify.listen({ port: 0, host: '127.0.0.1', listenTextResolver: () => '' })
    const { port } = fastify.server.address() as AddressInfo
    process.on('message', async (message: ToApp) => {
      if (message.kind !== 'stop') return
      await app.close().catch((error: unknown) => process.stderr.write(`${describeError(error)}\n`))
      process.exit()
    })
    say({ kind: 'ready', port, migrations: app.migrations.length })
  } catch (error) {
    say({ kind: 'failed', message: describeError(error) })
    process.exitCode = 1
    process.disconnect()
  }
}

function describeApp({ name, modules }: InstalledApp): FoundApp {
  return {
    name,
    modules: modules.map(({ manifest, packageFolder, file, pagesFolder }) => ({
      manifest: { id: manifest.id, packageName: manifest.packageName, pages: manifest.pages },
      packageFolder,
      file,
      pagesFolder,
    })),
    folders: modules.flatMap(({ migrationsFolder, localesFolder, file }) => [
      migrationsFolder,
      localesFolder,
      dirname(file),
    ]),
  }
}

function boot(installed: InstalledApp): Promise<App> {
  const environment = processEnvironment()
  const { DATABASE_URL = '', DATABASE_OWNER_URL = DATABASE_URL } = environment
  return bootApp({
    name: installed.name,
    config: installed.config,
    modules: installed.modules,
    locales: installed.locales,
    database: { appUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL },
    environment,
    assets: createDevAssets(installed.folder, say),
    log: createDevLog(environment.LOG_LEVEL || 'info'),
    production: false,
  })
}
