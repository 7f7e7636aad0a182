/** What `node dist/server.js` does: serves the build with what the environment says, and logs as JSON. */
import { join } from 'node:path'
import { resolveDatabase } from '@ashlar/postgres'
import { bootRefused, loadEnvironment, parseFrameworkEnvironment } from 'ashlar/runtime'
import type { BuiltApp } from './built-app.ts'
import { serveBuiltApp } from './serve-built-app.ts'
import { createServerLog } from './server-log.ts'
import { stopOnSignals } from './stop-on-signals.ts'

/** Serves a built app until the process is told to stop. A failure is logged and ends the process with status 1. */
export async function runServer(built: BuiltApp, appFolder: string): Promise<void> {
  const environment = loadEnvironment(appFolder)
  const { values, problems } = parseFrameworkEnvironment(environment)
  const log = createServerLog(values?.LOG_LEVEL ?? 'info')
  try {
    if (!values) throw bootRefused(problems)
    const folder = join(appFolder, '.ashlar/postgres')
    const database = await resolveDatabase({ env: environment, folder, production: true })
    for (const warning of database.warnings) log.warn(warning)
    const served = await serveBuiltApp(built, {
      database,
      environment,
      log,
      origin: values.APP_URL,
      role: values.APP_ROLE,
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
