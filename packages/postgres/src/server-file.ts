/** `server.json`: how the server of a folder was last started, for the commands that adopt it. */
import { chownSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Place } from './place.ts'
import type { SystemUser } from './server-user.ts'

/** How to find the server and its keeper. */
export interface ServerFile {
  /** A unix socket, or a named pipe on Windows. */
  readonly leaseAddress: string
  /** A folder with a unix socket, or the loopback address on Windows. */
  readonly host: string
  readonly port: number
  readonly durable: boolean
}

/** Whether the server listens on a unix socket, and `host` is its folder. */
export function isOnSocket({ host }: ServerFile): boolean {
  return host.startsWith('/')
}

/** Reads it; undefined when no server was ever started. */
export function findServerFile(place: Place): ServerFile | undefined {
  try {
    return getServerFile(place)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Reads it; raises the system's error when no server was ever started. */
export function getServerFile(place: Place): ServerFile {
  return JSON.parse(readFileSync(place.server, 'utf8')) as ServerFile
}

/** Replaces it at once, so that nobody reads half of it. */
export function writeServerFile(place: Place, server: ServerFile, owner: SystemUser | undefined): void {
  const aside = `${place.server}.${process.pid}`
  writeFileSync(aside, JSON.stringify(server), { mode: 0o600 })
  if (owner) chownSync(aside, owner.uid, owner.gid)
  renameSync(aside, place.server)
}
