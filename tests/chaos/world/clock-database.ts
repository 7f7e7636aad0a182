/** A PostgreSQL whose own clock can be stepped while it works. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { faketimeVariables } from '../nemesis/faketime.ts'
import { killTree, signal } from '../nemesis/processes.ts'
import { answers, type ChaosDatabase, openDatabase, postmasterOf } from './database.ts'

export interface ClockDatabase extends ChaosDatabase {
  /** Sets the server's clock to so many seconds ahead of the machine's, or behind it. */
  setClock(aheadSeconds: number): void
}

/**
 * Starts a server below `folder` as the embedded one is started, but with a clock of its own.
 *
 * The embedded server takes no variables from whoever starts it, so it makes the database and shows how it is run; then the same
 * is run without its keeper.
 */
export async function openClockDatabase(folder: string): Promise<ClockDatabase> {
  const place = join(folder, 'postgres')
  const embedded = await openDatabase(folder, { place })
  const program = readProgram(postmasterOf(place))
  await embedded[Symbol.asyncDispose]()

  const clock = join(folder, 'clock')
  const setClock = (aheadSeconds: number) => {
    writeFileSync(`${clock}.new`, `${aheadSeconds < 0 ? '' : '+'}${aheadSeconds}\n`)
    chmodSync(`${clock}.new`, 0o644)
    renameSync(`${clock}.new`, clock)
  }
  const sockets = join(embedded.socket, '..')
  mkdirSync(sockets, { mode: 0o700 })
  chownSync(sockets, program.uid, program.gid)
  setClock(0)

  async function start() {
    const log = openSync(join(folder, 'postgres.log'), 'a')
    const { file, args, cwd, uid, gid } = program
    const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...faketimeVariables(clock) }
    const child = spawn(file, args, { cwd, uid, gid, env, detached: true, stdio: ['ignore', log, log] })
    closeSync(log)
    const { pid } = child
    if (pid === undefined) throw new Error(`"${file}" cannot be started.`)
    const kill = () => killTree(pid)
    process.once('exit', kill)
    const ended = once(child, 'close').then(() => process.off('exit', kill))
    await answers(() => embedded.query('select 1'))
    return { pid, ended }
  }
  let running = await start()
  return {
    ...embedded,
    setClock,
    async crash(downMs) {
      killTree(running.pid)
      await running.ended
      await delay(downMs)
      running = await start()
    },
    async [Symbol.asyncDispose]() {
      signal(running.pid, 'SIGINT')
      await running.ended
      rmSync(sockets, { recursive: true, force: true })
    },
  }
}

/** How a process was started, and as whom it runs. */
function readProgram(pid: number) {
  const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  const { uid, gid } = statSync(`/proc/${pid}`)
  return { file: readlinkSync(`/proc/${pid}/exe`), args, cwd: readlinkSync(`/proc/${pid}/cwd`), uid, gid }
}
