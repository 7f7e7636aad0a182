/** Folders for a test, and what is inside a database folder. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** Makes an empty folder that is removed when the test is over, or, given `afterAll`, when all tests of the file are. */
export function createFolder(whenOver: (clean: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-test-'))
  whenOver(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

/** The process id of the server on a folder. */
export function serverPid(folder: string): number {
  return Number(readFileSync(join(folder, 'cluster', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** The process id of the keeper of the server on a folder. */
export function keeperPid(folder: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 }).split('\n')
  const keepers = lines.filter(
    (line) => /keeper\.[jt]s \{/.test(line) && line.includes(`"lock":"${join(folder, 'start.lock')}"`),
  )
  if (keepers.length !== 1) throw new Error(`Expected one keeper, found ${keepers.length}.`)
  return Number.parseInt(keepers[0] ?? '', 10)
}

/** Waits until the server on a folder has stopped by itself. */
export async function serverStops(folder: string): Promise<void> {
  await vi.waitFor(
    () => {
      if (existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))) throw new Error('The server still runs.')
    },
    { timeout: 60_000, interval: 20 },
  )
}
