/** Tells processes apart when the system hands out an old process id again. */
import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'

/** One particular process, not just whoever has its id now. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in a form only good for comparing; empty where the system does not tell cheaply. */
  readonly started: string
}

/** Identifies the process that has this id now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) }
}

/** Whether that very process still runs. A zombie counts as ended. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  if (!hasPid(pid)) return false
  const startedNow = startOf(pid)
  return started === '' || startedNow === '' || startedNow === started
}

/** Whether the process with this id is the PostgreSQL server on `data`: after a reboot or in a restarted container it may be anyone. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (process.platform === 'linux' && hasPid(pid)) {
    try {
      // A server's working directory is its data folder.
      return realpathSync(`/proc/${pid}/cwd`) === realpathSync(data)
    } catch {
      // Not ours to look at: its command line is.
    }
  }
  return isPostmaster(pid)
}

/** Whether the process with this id is a PostgreSQL server. */
export function isPostmaster(pid: number): boolean {
  return hasPid(pid) && /postgres(\.exe)?[\0 ]-D/.test(commandOf(pid) ?? 'postgres -D')
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Where nobody reaps orphans, as in a container whose first process does not, an ended server stays as a zombie. */
function isZombie(pid: number): boolean {
  return statOf(pid)[0] === 'Z'
}

function startOf(pid: number): string {
  return statOf(pid)[19] ?? ''
}

/** The fields of proc(5) `stat` from the third (state) on; the second may hold spaces and brackets. */
function statOf(pid: number): readonly string[] {
  if (process.platform !== 'linux') return []
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 })
  } catch {
    return undefined
  }
}
