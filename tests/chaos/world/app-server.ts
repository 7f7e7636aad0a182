/** A production process of the chaos app: `node dist/server.js`, or `ashlar start`, with an environment of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { signal } from '../nemesis/processes.ts'
import { ashlarCommand } from './built-app.ts'

export interface ServerOptions {
  /** @default the embedded one of the app's folder, as with `ashlar start --embedded` */
  readonly database?: { readonly appUrl: string; readonly ownerUrl: string }
  /** A built app. @default the chaos app as it is */
  readonly appFolder?: string
  /** @default one that is free */
  readonly port?: number
  /** Variables besides those that say where the database is. */
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs Node, such as one that moves its clock. @default none */
  readonly through?: readonly string[]
  /** Where it logs. @default a file in the folder of the scenario */
  readonly logFile?: string
}

/** A process that was started. */
export interface AppServer {
  readonly pid: number
  readonly port: number
  readonly url: string
  readonly process: ChildProcess
  /** Fulfilled with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Waits until it says that it can serve. @returns how long that took since it was started, in milliseconds. */
  ready(): Promise<number>
  /** Kills it and waits for its end. */
  kill(): Promise<void>
  /** Asks it to end in good order. @returns how it ended. */
  stop(): Promise<number | NodeJS.Signals>
  /** Everything it has logged. */
  log(): string
}

/** The processes that run. They are in groups of their own, so that nothing else would end them if the run itself broke off. */
const running = new Set<number>()
process.once('exit', () => {
  for (const pid of running) signal(pid, 'SIGKILL')
})

/** How long a process may take to be ready, on a machine that is busy. */
const patienceMs = 60_000

/** Starts a process of the app that was built in `appFolder`; `logFile` is where it logs. */
export function startServer(appFolder: string, logFile: string, port: number, options: ServerOptions): AppServer {
  const { database, env = {}, through = [] } = options
  const startedAt = performance.now()
  const logDescriptor = openSync(logFile, 'a')
  const program = database
    ? [join(appFolder, 'dist/server.js')]
    : [ashlarCommand, 'start', '--embedded', '--port', `${port}`]
  const [command = process.execPath, ...words] = [...through, process.execPath, ...program]
  const child = spawn(command, words, {
    cwd: appFolder,
    // A Ctrl-C in the terminal ends the run; what it has started is ended by the run.
    detached: true,
    stdio: ['ignore', logDescriptor, logDescriptor],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      ...(database ? { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl } : {}),
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  closeSync(logDescriptor)
  const pid = child.pid
  if (pid === undefined) throw new Error(`"${command}" cannot be started.`)
  running.add(pid)
  const ended = once(child, 'close').then(([code, name]) => {
    running.delete(pid)
    return (code ?? name) as number | NodeJS.Signals
  })
  const url = `http://127.0.0.1:${port}`
  const log = () => readFileSync(logFile, 'utf8')
  return {
    pid,
    port,
    url,
    process: child,
    ended,
    log,
    async ready() {
      while (performance.now() - startedAt < patienceMs) {
        if (child.exitCode !== null)
          throw new Error(`A server ended with ${child.exitCode} before it was ready:\n${log()}`)
        if (await isReady(url)) return performance.now() - startedAt
        await delay(10)
      }
      throw new Error(`A server was not ready within ${patienceMs} ms:\n${log()}`)
    },
    async kill() {
      signal(pid, 'SIGKILL')
      await ended
    },
    async stop() {
      signal(pid, 'SIGTERM')
      return ended
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/up/ready`, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}
