/** Reads `postmaster.pid`, in which a running server says who and where it is (PostgreSQL source, `miscadmin.h`, LOCK_FILE_LINE_*). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a server wrote about itself. */
export interface PostmasterFile {
  readonly pid: number
  readonly status: string
}

/** Reads the file of the server on `dataFolder`; undefined when no server runs there or it has not written it yet. */
export function findPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  let text: string
  try {
    text = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : undefined
}
