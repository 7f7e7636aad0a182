/** Serves the production build of an app from a terminal: what `ashlar start` does once its options are read. */
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ResolvedDatabase } from '@ashlar/postgres'
import { type App, type Part, statusOf } from 'ashlar/runtime'
import { prepareEnvironment } from '../app/command-environment.ts'
import { notBuilt } from '../errors.ts'
import { seedModules } from '../seed/seed-modules.ts'
import type { ServedApp, ServeOptions } from '../serve/index.ts'
import { createServerLog } from '../serve/server-log.ts'
import { formatCount, printDone } from '../terminal/print.ts'
import { findSeedMemory, keepSeedMemory } from './seed-memory.ts'

export interface StartOptions {
  readonly appFolder: string
  readonly embedded: boolean
  readonly port?: number | undefined
  readonly host?: string | undefined
  /** What the process does. @default what `APP_ROLE` says */
  readonly role?: readonly Part[] | undefined
  /** How many worker processes are kept running. @default what `APP_WORKERS` says */
  readonly workers?: number | undefined
  /** The largest heap of each, in MiB. @default what `APP_WORKER_MEMORY_MB` says */
  readonly workerMemoryMb?: number | undefined
  /** Whether an empty embedded database is filled with the modules' own data. */
  readonly seed: boolean
}

export interface StartedApp extends ServedApp {
  readonly name: string
  /** What the modules said when the database was filled, such as how to sign in. */
  readonly facts: readonly string[]
}

/** The log that nobody asked for tells of trouble only, and leaves the screen to the lines for people. */
const quietLevel = 'warn'

/** What a server bundle exports. */
interface Bundle {
  readonly serve: (options: ServeOptions) => Promise<ServedApp>
}

/** @throws ASH523 without a build, ASH522 without a database, ASH520 and ASH521 for the port, and whatever boot raises. */
export async function startApp(options: StartOptions): Promise<StartedApp> {
  const { appFolder } = options
  const dist = join(appFolder, 'dist')
  const bundleFile = join(dist, 'server/main.js')
  if (!existsSync(bundleFile)) throw notBuilt(dist)
  const { environment, values, database } = await prepareEnvironment(options)
  try {
    await noteEmptyDatabase(appFolder, database)
    enableCompileCache(join(dist, 'cache'))
    const { serve } = (await import(pathToFileURL(bundleFile).href)) as Bundle
    const served = await serve({
      database,
      environment,
      log: createServerLog(environment.LOG_LEVEL ? values.LOG_LEVEL : quietLevel),
      origin: values.APP_URL,
      role: options.role ?? values.APP_ROLE,
      workers: {
        count: options.workers ?? values.APP_WORKERS,
        memoryMb: options.workerMemoryMb ?? values.APP_WORKER_MEMORY_MB,
        script: join(dist, 'server.js'),
      },
      port: options.port ?? values.PORT,
      host: options.host ?? values.HOST,
      beforeListening: (app) => prepareData(app, options),
    })
    const close = async () => {
      await served.close()
      await database.release()
    }
    const memory = database.kind === 'embedded' ? await findSeedMemory(appFolder) : undefined
    return { ...served, close, name: served.app.name, facts: memory?.facts ?? [] }
  } catch (error) {
    await database.release()
    throw error
  }
}

/** An embedded database without any migration is new; it is noted at once, so that an interrupted start is made up for. */
async function noteEmptyDatabase(appFolder: string, { kind, ownerUrl }: ResolvedDatabase): Promise<void> {
  if (kind !== 'embedded') return
  const { modules, others } = await statusOf({ url: ownerUrl, modules: [] })
  const isEmpty = others.length === 0 && modules.every(({ applied }) => applied.length === 0)
  if (isEmpty) await keepSeedMemory(appFolder, { wanted: true, facts: [] })
}

async function prepareData(app: App, { appFolder, embedded, seed }: StartOptions): Promise<void> {
  if (app.migrations.length > 0) printDone(`Applied ${formatCount(app.migrations.length, 'migration')}`)
  const memory = embedded && seed ? await findSeedMemory(appFolder) : undefined
  if (!memory?.wanted) return
  const { modules, facts } = await seedModules(app)
  await keepSeedMemory(appFolder, { wanted: false, facts })
  if (modules.length > 0) printDone(`Filled ${modules.join(', ')} with their own data`)
}
