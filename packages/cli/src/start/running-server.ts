/** Tells one `ashlar start` of another: the running one writes down where it is, the next one looks it up. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A server that was started in an app folder. */
export interface RunningServer {
  readonly pid: number
  /** The address to open in a browser. */
  readonly url: string
  /** ISO 8601. */
  readonly startedAt: string
}

const fileOf = (appFolder: string) => join(appFolder, '.ashlar/server.json')

/** The server that runs for an app, or `undefined`. A file left by a server that was killed counts for nothing. */
export async function findRunningServer(appFolder: string): Promise<RunningServer | undefined> {
  const written = readServerFile(appFolder)
  if (!written || !isAlive(written.pid)) return undefined
  return (await answers(written.url)) ? written : undefined
}

/** Writes down that this process serves an app, until it ends. */
export function announceServer(appFolder: string, url: string): void {
  const file = fileOf(appFolder)
  const server: RunningServer = { pid: process.pid, url, startedAt: new Date().toISOString() }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(server, null, 2)}\n`)
  process.once('exit', () => {
    if (readServerFile(appFolder)?.pid === process.pid) rmSync(file, { force: true })
  })
}

function readServerFile(appFolder: string): RunningServer | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(appFolder), 'utf8')) as RunningServer
  } catch {
    return undefined
  }
}

/** Whether a process runs; one of another user counts too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Another program may have got the id of a server that was killed, so the address is asked as well. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/up`, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch {
    return false
  }
}
