/** Ends and stops processes by their id. Only ids of processes that a scenario has started are handed in here. */
import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process runs; one that has ended and was not yet reaped does not. */
export function isAlive(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z'
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Kills a process and all that descend from it, the parents first so that none of them can start another. */
export function killTree(pid: number): void {
  const children = childrenOf(pid)
  signal(pid, 'SIGKILL')
  for (const child of children) killTree(child)
}

/** The processes that a process has started. */
export function childrenOf(pid: number): readonly number[] {
  return listProcesses().filter((candidate) => Number(statOf(candidate)?.[1]) === pid)
}

/** The processes whose command line holds each of some texts. */
export function findByCommand(...texts: readonly string[]): readonly number[] {
  return listProcesses().filter((pid) => {
    const command = readOrNothing(`/proc/${pid}/cmdline`)
    return command !== undefined && texts.every((text) => command.includes(text))
  })
}

/** What a process holds in memory, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) * 1024
}

/** How many files and sockets a process has open. */
export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

function listProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** The fields of proc(5) `stat` from the state on. */
function statOf(pid: number): readonly string[] | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
