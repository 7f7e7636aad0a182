/** The embedded server as a command sees it: start or adopt it, use it, leave it. */
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { appRole, ownerRole, type Passwords, readPasswords } from './cluster.ts'
import { createUrl } from './connection-url.ts'
import { createDatabaseFrom, dropDatabase, ensureDatabase } from './databases.ts'
import { folderNotOurs, runningWithoutDurability } from './errors.ts'
import { type Hold, hold } from './hold.ts'
import type { StartStatus, StartStep } from './launch.ts'
import { type Place, placeOf } from './place.ts'
import { getServerFile, type ServerFile } from './server-file.ts'
import { chooseFileOwner } from './server-user.ts'

/** What {@link startEmbeddedPostgres} may be told. */
export interface StartEmbeddedPostgresOptions {
  /** Where the database lives. Made if absent; one server serves it, however many commands use it. */
  readonly folder: string
  /**
   * Whether a commit waits for the disk. Off only for test servers: a crash of the machine then loses the database.
   * @default true
   */
  readonly durable?: boolean
  /** Called as each step begins that takes a moment, and not at all when a running server is adopted. */
  readonly onProgress?: (step: StartStep) => void
}

/** The embedded server, for as long as this process needs it. */
export interface EmbeddedPostgres {
  readonly status: StartStatus
  /** A URL for the role that owns the databases: for migrations and for making databases. Carries a password. */
  ownerUrl(database: string): string
  /** A URL for the role that owns nothing: what the app logs in as. Carries a password. */
  appUrl(database: string): string
  /** Makes an empty database, owned by the owner role, unless it is there. */
  ensureDatabase(name: string): Promise<void>
  /** Makes a database as a copy of another that nobody is connected to. */
  createDatabaseFrom(template: string, name: string): Promise<void>
  /** Removes a database and ends its sessions. Does nothing if there is none. */
  dropDatabase(name: string): Promise<void>
  /** Says that this process needs the server no longer. Returns when it has stopped, or at once if others still use it. Twice is once. */
  release(): Promise<void>
  /** Stops the server for everybody. */
  stop(): Promise<void>
}

/**
 * Gives this process the server on `folder`: adopts the one that runs, else starts it, making the database if there is none.
 *
 * The server belongs to no command. It runs until the last process that uses it has released it or has ended, in whatever way.
 * Any number of processes may call this at the same time; one server comes of it. If the server's keeper is killed, every process
 * that uses the server sees to it that it is kept again.
 *
 * @throws ASH600 to ASH615, each with a remedy.
 */
export async function startEmbeddedPostgres(options: StartEmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, durable = true, onProgress = () => {} } = options
  const place = placeOf(folder)
  try {
    prepareFolder(place)
    return await use(place, await hold(place, durable, onProgress), durable)
  } catch (error) {
    throw isRefusedBelow(place.folder, error) ? folderNotOurs(place.folder, error) : error
  }
}

async function use(place: Place, held: Hold, durable: boolean): Promise<EmbeddedPostgres> {
  try {
    const server = getServerFile(place)
    if (durable && !server.durable) throw runningWithoutDurability(place.folder)
    return createServer(server, readPasswords(place), held)
  } catch (error) {
    await held.release()
    throw error
  }
}

function createServer(server: ServerFile, passwords: Passwords, held: Hold): EmbeddedPostgres {
  const ownerUrl = (database: string): string =>
    createUrl({ ...server, user: ownerRole, password: passwords.owner }, database)
  const adminUrl = ownerUrl('postgres')
  return {
    status: held.status,
    ownerUrl,
    appUrl: (database) => createUrl({ ...server, user: appRole, password: passwords.app }, database),
    ensureDatabase: (name) => ensureDatabase(adminUrl, name),
    createDatabaseFrom: (template, name) => createDatabaseFrom(adminUrl, template, name),
    dropDatabase: (name) => dropDatabase(adminUrl, name),
    release: held.release,
    stop: held.stop,
  }
}

/** Root gives new folders to the project's owner; nobody else may look inside, except for the server's user, who passes through. */
function prepareFolder(place: Place): void {
  const owner = chooseFileOwner(place)
  const firstMade = mkdirSync(place.folder, { recursive: true })
  if (firstMade === undefined) return
  chmodSync(place.folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  for (let made = place.folder; owner && made.length >= firstMade.length; made = dirname(made)) {
    chownSync(made, owner.uid, owner.gid)
  }
}

function isRefusedBelow(folder: string, error: unknown): boolean {
  const { code, path } = error as NodeJS.ErrnoException
  return (code === 'EACCES' || code === 'EPERM') && path !== undefined && resolve(path).startsWith(folder)
}
