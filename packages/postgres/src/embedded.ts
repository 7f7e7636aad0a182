/** The embedded server as a command sees it: start or adopt it, use it, leave it. */
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { appRole, ownerRole, readPasswords } from './cluster.ts'
import { createUrl } from './connection-url.ts'
import { createDatabaseFrom, dropDatabase, ensureDatabase } from './databases.ts'
import { folderNotOurs, runningWithoutDurability, startTakesTooLong } from './errors.ts'
import { findRunningLease, launchServer, type StartStep } from './launch.ts'
import type { Lease } from './lease.ts'
import { type Place, placeOf } from './place.ts'
import { findServerFile } from './server-file.ts'
import { chooseFileOwner } from './server-user.ts'
import { tryStartLock } from './start-lock.ts'

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

/** How this command came by the server: it made the database, started the server on an existing one, or found it running. */
export type StartStatus = 'created' | 'started' | 'adopted'

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

const maxWaitSeconds = 60

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
  prepareFolder(place)
  const entered = await enter(place, durable, onProgress)
  const server = findServerFile(place)
  const passwords = readPasswords(place)
  if (!server) throw folderNotOurs(place.folder)
  if (durable && !server.durable) {
    await entered.lease.release()
    throw runningWithoutDurability(place.folder)
  }
  const hold = keepHold(entered.lease, async () => (await enter(place, durable, () => {})).lease)
  const urlOf = (user: string, password: string) => (database: string) =>
    createUrl({ ...server, user, password }, database)
  const ownerUrl = urlOf(ownerRole, passwords.owner)
  const adminUrl = ownerUrl('postgres')
  return {
    status: entered.status,
    ownerUrl,
    appUrl: urlOf(appRole, passwords.app),
    ensureDatabase: (name) => ensureDatabase(adminUrl, name),
    createDatabaseFrom: (template, name) => createDatabaseFrom(adminUrl, template, name),
    dropDatabase: (name) => dropDatabase(adminUrl, name),
    release: () => hold.end((lease) => lease.release()),
    stop: () => hold.end((lease) => lease.stop()),
  }
}

async function enter(
  place: Place,
  durable: boolean,
  onProgress: (step: StartStep) => void,
): Promise<{ lease: Lease; status: StartStatus }> {
  const startedAt = Date.now()
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 1.5, 50)) {
    const running = await findRunningLease(place)
    if (running) return { lease: running, status: 'adopted' }
    const lock = tryStartLock(place.lock)
    if ('release' in lock) {
      try {
        // Whoever had the lock until now may have started it.
        const justStarted = await findRunningLease(place)
        if (justStarted) return { lease: justStarted, status: 'adopted' }
        const { lease, created } = await launchServer({ place, durable, onProgress })
        return { lease, status: created ? 'created' : 'started' }
      } finally {
        lock.release()
      }
    }
    if (Date.now() - startedAt > maxWaitSeconds * 1_000)
      throw startTakesTooLong(place.folder, lock.heldBy, maxWaitSeconds, place.lock)
    await delay(waitMs * (0.5 + Math.random()))
  }
}

/** Keeps a lease, and takes another if the keeper vanishes, until it is ended. */
function keepHold(
  first: Lease,
  takeAnother: () => Promise<Lease>,
): { end(how: (lease: Lease) => Promise<void>): Promise<void> } {
  let current: Promise<Lease | undefined> = Promise.resolve(first)
  let ended: Promise<void> | undefined
  const watch = (lease: Lease): void => {
    void lease.lost.then((reason) => {
      if (ended || reason === 'stopped') return
      current = takeAnother().catch(() => undefined)
      void current.then((next) => next && watch(next))
    })
  }
  watch(first)
  return {
    end(how) {
      ended ??= current.then((lease) => lease && how(lease))
      return ended
    },
  }
}

/** Root gives new folders to the project's owner; nobody else may look inside, except for the server's user, who passes through. */
function prepareFolder(place: Place): void {
  const owner = chooseFileOwner(place)
  try {
    const firstMade = mkdirSync(place.folder, { recursive: true })
    if (firstMade === undefined) return
    chmodSync(place.folder, process.getuid?.() === 0 ? 0o711 : 0o700)
    for (let made = place.folder; owner && made.length >= firstMade.length; made = dirname(made))
      chownSync(made, owner.uid, owner.gid)
  } catch (error) {
    throw folderNotOurs(place.folder, error)
  }
}
