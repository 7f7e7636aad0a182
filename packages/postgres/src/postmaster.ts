/** One running server process: started, watched until it is ready, stopped. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { findPostmasterFile } from './postmaster-file.ts'
import { isPostgres } from './process-identity.ts'
import type { SystemUser } from './server-user.ts'

/** How to run the server. */
export interface PostmasterOrders {
  readonly program: string
  readonly pgCtl: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly user: SystemUser | undefined
  readonly data: string
  readonly log: string
}

/** A server that was ready. */
export interface Postmaster {
  /** Fulfilled when the process has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Stops it: sessions are ended, the data is written out. After ten seconds it is ended without the writing; nothing committed is lost. */
  stop(): Promise<void>
}

/** Why a server did not start. */
export interface PostmasterRefusal {
  /** A system error such as "EACCES" when the program could not be run at all. */
  readonly systemCode?: string
}

const patienceMs = 10_000

/** Starts the server and waits until it accepts connections. Leftovers of a killed one may need some seconds to go. */
export async function startPostmaster(orders: PostmasterOrders): Promise<Postmaster | PostmasterRefusal> {
  const giveUpAt = Date.now() + patienceMs
  for (;;) {
    const logStart = statSync(orders.log, { throwIfNoEntry: false })?.size ?? 0
    const child = spawnPostmaster(orders)
    let systemCode: string | undefined
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (error: NodeJS.ErrnoException) => {
        systemCode = error.code ?? error.message
        resolve()
      })
    })
    if (await becomesReady(child, ended, orders.data)) return { ended, stop: () => stop(child, ended, orders) }
    if (systemCode !== undefined) return { systemCode }
    const log = readFileSync(orders.log).subarray(logStart).toString()
    if (!/pre-existing shared memory|"postmaster\.pid" already exists/.test(log) || Date.now() > giveUpAt) return {}
    await delay(100)
  }
}

/** Stops a server that is no child of this process. False if it would not go. */
export async function stopStrayPostmaster(pid: number): Promise<boolean> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true
      throw error
    }
    const giveUpAt = Date.now() + patienceMs
    while (Date.now() < giveUpAt) {
      if (!isPostgres(pid)) return true
      await delay(5)
    }
  }
  return false
}

function spawnPostmaster(orders: PostmasterOrders): ChildProcess {
  const log = openSync(orders.log, 'a')
  try {
    return spawn(orders.program, orders.args, {
      cwd: orders.cwd,
      // A clean environment: PGDATA, PGPORT or LD_PRELOAD of whoever happened to start the server do not belong in it.
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      ...orders.user,
    })
  } finally {
    closeSync(log)
  }
}

/** The environment for the server's programs: English messages, universal time, nothing of ours. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => /^(PATH|TMPDIR|TEMP|TMP|SystemRoot)$/i.test(name))
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' }
}

async function becomesReady(child: ChildProcess, ended: Promise<void>, data: string): Promise<boolean> {
  let hasEnded = false
  ended.then(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    const file = findPostmasterFile(data)
    if (file?.pid === child.pid && file?.status === 'ready') return true
    await delay(2)
  }
  return false
}

async function stop(child: ChildProcess, ended: Promise<void>, { pgCtl, data }: PostmasterOrders): Promise<void> {
  if (process.platform === 'win32') {
    // Windows knows no signals; pg_ctl sends them through a pipe that the server listens on.
    spawnSync(pgCtl, ['stop', '-m', 'fast', '-D', data], { stdio: 'ignore', timeout: patienceMs })
  } else {
    child.kill('SIGINT')
  }
  const impatience = setTimeout(() => child.kill('SIGQUIT'), patienceMs)
  await ended
  clearTimeout(impatience)
}
