/** Puts the parts of `ashlar dev` together: a front, Vite, the database, and the process of the app behind them. */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { prepareEnvironment } from '../app/command-environment.ts'
import { formatAddress } from '../serve/listen.ts'
import { listenOnFreePort } from './free-port.ts'
import { answerInFront } from './front.ts'
import { createPagesServer } from './pages-server.ts'
import { type SoundWatch, type Verdict, watchSoundness } from './sound-watch.ts'
import { watchSources } from './source-watch.ts'
import { Supervisor } from './supervisor.ts'
import { declaresTables, findStaleModules } from './table-check.ts'

export interface DevelopmentOptions {
  readonly appFolder: string
  readonly port?: number | undefined
  readonly host?: string | undefined
  /** Told of each file whose change starts the app anew. */
  readonly onChange: (file: string) => void
  /** Told of the modules whose tables are not what their migrations make of them. */
  readonly onStaleTables: (modules: readonly string[]) => void
  /** Told what the doctor finds with which the app would not be built for production. */
  readonly onVerdict: (verdict: Verdict) => void
}

export interface Development {
  /** The address to open in a browser. */
  readonly url: string
  /** The port that was asked for. */
  readonly wantedPort: number
  readonly supervisor: Supervisor
  readonly close: () => Promise<void>
}

/** Serves an app from its sources. The app itself may still be starting, or not start at all, when this returns. */
export async function startDevelopment({ appFolder, ...options }: DevelopmentOptions): Promise<Development> {
  const { environment, values, database } = await prepareEnvironment({ appFolder })
  const [wantedPort, host] = [options.port ?? values.PORT, options.host ?? values.HOST]
  const server = createServer()
  const pages = createPagesServer(appFolder, server)
  const supervisor = new Supervisor({
    appFolder,
    environment: {
      ...environment,
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      // Compiled code is kept between starts: most of a restart would be compiling it again.
      NODE_COMPILE_CACHE: join(appFolder, '.ashlar/compile-cache'),
    },
    render: pages.render,
  })
  const sources = watchSources({
    appFolder,
    isLenient: () => supervisor.state.kind === 'failed',
    onChange: (file) => {
      options.onChange(file)
      checkTables ||= declaresTables(file)
      supervisor.start()
    },
  })

  let soundness: SoundWatch | undefined
  let failedBefore = false
  let checkTables = true
  supervisor.on('read', sources.addFile)
  supervisor.on('found', (app) => {
    sources.setFolders(app.folders)
    pages.use(app.modules).catch((error: unknown) => supervisor.emit('failed', `Vite does not start: ${error}`))
  })
  supervisor.on('ready', ({ restarted }) => {
    if (failedBefore) pages.reload()
    else if (restarted) pages.refreshProps()
    failedBefore = false
    if (checkTables)
      findStaleModules(appFolder).then((stale) => {
        if (stale.length > 0) options.onStaleTables(stale)
      })
    checkTables = false
    // Only once the app answers: the first start waits for nothing it does not need.
    soundness ??= watchSoundness(appFolder, options.onVerdict)
  })
  supervisor.on('failed', (message) => {
    failedBefore = true
    pages.showError(message)
  })

  try {
    const port = await listenOnFreePort(server, wantedPort, host)
    answerInFront(server, supervisor, pages)
    supervisor.start()
    return {
      url: formatAddress(host, port),
      wantedPort,
      supervisor,
      close: async () => {
        sources.close()
        server.close()
        server.closeAllConnections()
        await Promise.all([supervisor.stop(), pages.close(), soundness?.close()])
        await database.release()
      },
    }
  } catch (error) {
    sources.close()
    await database.release()
    throw error
  }
}
