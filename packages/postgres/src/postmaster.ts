/** The server process: started, watched, stopped. It is nobody's child for long, so it is known by its process id alone. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { findPostmasterFile } from './postmaster-file.ts'
import { identify, isRunning } from './process-identity.ts'
import { serverEnvironment } from './server-environment.ts'
import type { SystemUser } from './server-user.ts'

/** How to run the server. Holds no secret. */
export interface PostmasterOrders {
  readonly program: string
  readonly pgCtl: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly user: SystemUser | undefined
  readonly data: string
  readonly log: string
}

/** A running server. */
export interface Postmaster {
  /** Fulfilled within a fraction of a second after the process has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Stops it: sessions are ended, the data is written out. After ten seconds it is ended without the writing; nothing committed is lost. */
  stop(): Promise<void>
}

/** Why a server did not start. */
export interface PostmasterRefusal {
  /** What it logged. */
  readonly log: string
  /** A system error such as "EACCES" when the program could not be run at all. */
  readonly systemCode: string | undefined
}

const patienceMs = 10_000
const watchMs = 200
const hurryMs = 3

/** Starts the server and waits until it accepts connections. Leftovers of a killed one may need some seconds to go. */
export async function startPostmaster(orders: PostmasterOrders): Promise<{ readonly pid: number } | PostmasterRefusal> {
  const giveUpAt = Date.now() + patienceMs
  for (;;) {
    const logStart = statSync(orders.log, { throwIfNoEntry: false })?.size ?? 0
    const outcome = await tryOnce(orders)
    if ('pid' in outcome) return outcome
    const log = readFileSync(orders.log).subarray(logStart).toString()
    const mayPass = /pre-existing shared memory|"postmaster\.pid" already exists/.test(log) && Date.now() < giveUpAt
    if (!mayPass) return { log, ...outcome }
    await delay(100)
  }
}

/** Watches a server by its process id, whoever started it. */
export function watchPostmaster(pid: number, { pgCtl, data }: Pick<PostmasterOrders, 'pgCtl' | 'data'>): Postmaster {
  const identity = identify(pid)
  let pauseMs = watchMs
  let wake = (): void => {}
  const ended = (async () => {
    while (isRunning(identity)) {
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pauseMs)
      })
    }
  })()
  return {
    ended,
    async stop() {
      pauseMs = hurryMs
      signal(pid, 'SIGINT', { pgCtl, data })
      wake()
      const impatience = setTimeout(() => signal(pid, 'SIGQUIT', { pgCtl, data }), patienceMs)
      await ended
      clearTimeout(impatience)
    },
  }
}

async function tryOnce(orders: PostmasterOrders): Promise<{ readonly pid: number } | Omit<PostmasterRefusal, 'log'>> {
  try {
    const child = spawnPostmaster(orders)
    const ended = once(child, 'exit').then(() => 'ended')
    // Raises when the program cannot be run; Node reports some of these reasons at once and others later.
    while ((await Promise.race([ended, delay(2)])) !== 'ended') {
      const file = findPostmasterFile(orders.data)
      if (file && file.pid === child.pid && file.status === 'ready') return { pid: file.pid }
    }
    return { systemCode: undefined }
  } catch (error) {
    return { systemCode: (error as NodeJS.ErrnoException).code ?? String(error) }
  }
}

function spawnPostmaster(orders: PostmasterOrders): ChildProcess {
  const log = openSync(orders.log, 'a')
  try {
    const child = spawn(orders.program, orders.args, {
      // A session of its own: Ctrl-C in the terminal of the command that happened to start it is not for the server.
      detached: true,
      windowsHide: true,
      cwd: orders.cwd,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      ...orders.user,
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

function signal(
  pid: number,
  name: 'SIGINT' | 'SIGQUIT',
  { pgCtl, data }: Pick<PostmasterOrders, 'pgCtl' | 'data'>,
): void {
  if (process.platform === 'win32') {
    // Windows knows no signals; pg_ctl sends them through a pipe that the server listens on.
    const mode = name === 'SIGINT' ? 'fast' : 'immediate'
    spawnSync(pgCtl, ['stop', '--no-wait', '-m', mode, '-D', data], { stdio: 'ignore', timeout: patienceMs })
    return
  }
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
