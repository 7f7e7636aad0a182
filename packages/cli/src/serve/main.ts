/** What `node dist/server.js` does: serves the build with what the environment says, or works for it, and logs as JSON. */
import { join } from 'node:path'
import { resolveDatabase } from '@ashlar/postgres'
import { bootApp, bootRefused, type Environment, loadEnvironment, parseFrameworkEnvironment } from 'ashlar/runtime'
import type { Logger } from 'pino'
import type { BuiltApp } from './built-app.ts'
import { serveBuiltApp } from './serve-built-app.ts'
import { createServerLog } from './server-log.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { workUntilTold } from './work-until-told.ts'

/**
 * Serves a built app until the process is told to stop; with `--worker` it only works for one that another process serves. A
 * failure is logged and ends the process with status 1.
 */
export async function runServer(built: BuiltApp, distFolder: string): Promise<void> {
  const appFolder = join(distFolder, '..')
  const environment = loadEnvironment(appFolder)
  const { values, problems } = parseFrameworkEnvironment(environment)
  const log = createServerLog(values?.LOG_LEVEL ?? 'info')
  try {
    if (!values) throw bootRefused(problems)
    if (process.argv[2] === '--worker' && process.send) return await work(built, environment, values.DATABASE_URL, log)
    const folder = join(appFolder, '.ashlar/postgres')
    const database = await resolveDatabase({ env: environment, folder, production: true })
    for (const warning of database.warnings) log.warn(warning)
    const served = await serveBuiltApp(built, {
      database,
      environment,
      log,
      origin: values.APP_URL,
      role: values.APP_ROLE,
      workers: {
        count: values.APP_WORKERS,
        memoryMb: values.APP_WORKER_MEMORY_MB,
        script: join(distFolder, 'server.js'),
      },
      port: values.PORT,
      host: values.HOST,
    })
    stopOnSignals({
      onStopping: () => log.info('The app is stopping.'),
      stop: served.close,
      onError: (err) => log.fatal({ err }),
    })
  } catch (err) {
    log.fatal({ err }, err instanceof Error ? err.message : undefined)
    process.exitCode = 1
  }
}

/** The process that serves has brought the database up to date. */
async function work(built: BuiltApp, environment: Environment, url = '', log: Logger): Promise<void> {
  const database = { appUrl: url, ownerUrl: url }
  const app = await bootApp({ ...built, database, environment, log, production: true, migrate: false, role: 'worker' })
  workUntilTold(app, (err) => log.fatal({ err }))
}
