/** Serves a production build. All of this is bundled into `dist/server`, so it stays free of what builds. */
import { type App, type BootOptions, bootApp, partsOf, type Role } from 'ashlar/runtime'
import { workersWithoutWork } from '../errors.ts'
import type { BuiltApp } from './built-app.ts'
import { assertPortFree, type ListenOptions, listen } from './listen.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

export interface ServeOptions extends ListenOptions {
  readonly database: BootOptions['database']
  readonly environment: BootOptions['environment']
  readonly log: BootOptions['log']
  readonly origin?: string | undefined
  /** What the process does. @default 'all' */
  readonly role?: Role | readonly Role[]
  /** Processes that deliver events and run jobs beside this one, instead of it. @default none */
  readonly workers?: WorkersOptions
  /** Runs when the database is ready and nothing listens yet. */
  readonly beforeListening?: (app: App) => Promise<void>
}

/** Worker processes that are kept running. */
export interface WorkersOptions {
  readonly count: number
  /** The largest heap of each, in MiB. @default what Node decides by the machine */
  readonly memoryMb?: number | undefined
  /** The build's starter. */
  readonly script: string
}

export interface ServedApp {
  /** The address to open in a browser. */
  readonly url: string
  readonly app: App
  /** The ids of the worker processes that run. */
  readonly workers: () => readonly number[]
  /** Answers what is under way and ends. */
  readonly close: () => Promise<void>
}

/** How long a stopping server goes on accepting: load balancers and busy clients hear of it in that time. */
const lameDuckMs = 300

/** Boots a built app and lets it listen. What fails on the way leaves nothing running. */
export async function serveBuiltApp(built: BuiltApp, options: ServeOptions): Promise<ServedApp> {
  const { database, environment, log, origin, workers, beforeListening } = options
  const pool = workers && workers.count > 0 ? createWorkers(built, options, workers) : undefined
  const parts = partsOf(options.role ?? 'all')
  if (pool && !parts.delete('worker')) throw workersWithoutWork([...parts])
  await assertPortFree(options)
  const app = await bootApp({
    ...built,
    database,
    environment,
    log,
    production: true,
    role: [...parts],
    lameDuckMs,
    ...(origin === undefined ? {} : { origin }),
  })
  try {
    await beforeListening?.(app)
    const url = await listen(app, options)
    pool?.start()
    const close = async () => {
      await Promise.all([pool?.stop(), app.close()])
    }
    return { url, app, workers: () => pool?.pids() ?? [], close }
  } catch (error) {
    await app.close()
    throw error
  }
}

const defaultDrainTimeoutMs = 30_000
/** What a worker may take to end once its jobs have ended. */
const marginMs = 5_000

function createWorkers({ config }: BuiltApp, options: ServeOptions, workers: WorkersOptions): WorkerPool {
  const { environment, database, log } = options
  return createWorkerPool({
    ...workers,
    environment: { ...environment, DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: undefined },
    patienceMs: (config.http?.drainTimeoutMs ?? defaultDrainTimeoutMs) + marginMs,
    onEnded: ({ pid, reason, againInMs }) =>
      log.error({ pid, againInMs }, `A worker process ended: ${reason}. Another takes its place.`),
  })
}
