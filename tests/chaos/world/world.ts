/** What a scenario works with. Whatever it opens is ended after it, however it ends. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import { createRandom, type Random } from '../random.ts'
import { type AppServer, findFreePort, type ServerOptions, startServer } from './app-server.ts'
import { type ChaosDatabase, type DatabaseOptions, openDatabase } from './database.ts'

export interface World {
  readonly random: Random
  /** A folder of its own, empty at first. It is kept when the scenario fails. */
  readonly folder: string
  /** The folder of the chaos app, built for production. */
  readonly appFolder: string
  /** A PostgreSQL of its own with one empty database. */
  openDatabase(options?: DatabaseOptions): Promise<ChaosDatabase>
  /** A production process of the app; it need not be ready yet. */
  startServer(options: ServerOptions): Promise<AppServer>
  openLedger(): Ledger
  /** Has something ended after the scenario, the last first. */
  use<Resource extends AsyncDisposable>(resource: Resource): Resource
  /** Tells how it goes, for whoever watches. */
  say(text: string): void
}

export interface OpenWorldOptions {
  readonly seed: number
  readonly folder: string
  readonly appFolder: string
  readonly say: (text: string) => void
}

/** Opens the world of one scenario. */
export function openWorld({ seed, folder, appFolder, say }: OpenWorldOptions): World & AsyncDisposable {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const opened = new AsyncDisposableStack()
  let counted = 0
  const ownFolder = (kind: string) => {
    counted += 1
    const path = join(folder, `${kind}-${counted}`)
    mkdirSync(path)
    return path
  }
  return {
    random: createRandom(seed),
    folder,
    appFolder,
    openDatabase: async (options) => opened.use(await openDatabase(ownFolder('database'), options)),
    async startServer(options) {
      counted += 1
      const port = options.port ?? (await findFreePort())
      const logFile = options.logFile ?? join(folder, `server-${counted}.log`)
      const server = startServer(options.appFolder ?? appFolder, logFile, port, options)
      opened.defer(() => server.kill())
      return server
    },
    openLedger: () => opened.use(openLedger(ownFolder('ledger'))),
    use: (resource) => opened.use(resource),
    say,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
