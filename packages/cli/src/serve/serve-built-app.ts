/** Serves a production build. All of this is bundled into `dist/server`, so it stays free of what builds. */
import { type App, type BootOptions, bootApp, type Role } from 'ashlar/runtime'
import type { BuiltApp } from './built-app.ts'
import { assertPortFree, type ListenOptions, listen } from './listen.ts'

export interface ServeOptions extends ListenOptions {
  readonly database: BootOptions['database']
  readonly environment: BootOptions['environment']
  readonly log: BootOptions['log']
  readonly origin?: string | undefined
  /** What the process does. @default 'all' */
  readonly role?: Role
  /** Runs when the database is ready and nothing listens yet. */
  readonly beforeListening?: (app: App) => Promise<void>
}

export interface ServedApp {
  /** The address to open in a browser. */
  readonly url: string
  readonly app: App
  /** Answers what is under way and ends. */
  readonly close: () => Promise<void>
}

/** How long a stopping server goes on accepting: load balancers and busy clients hear of it in that time. */
const lameDuckMs = 300

/** Boots a built app and lets it listen. What fails on the way leaves nothing running. */
export async function serveBuiltApp(built: BuiltApp, options: ServeOptions): Promise<ServedApp> {
  const { database, environment, log, origin, role = 'all', beforeListening } = options
  await assertPortFree(options)
  const app = await bootApp({
    ...built,
    database,
    environment,
    log,
    production: true,
    role,
    lameDuckMs,
    ...(origin === undefined ? {} : { origin }),
  })
  try {
    await beforeListening?.(app)
    return { url: await listen(app, options), app, close: app.close }
  } catch (error) {
    await app.close()
    throw error
  }
}
