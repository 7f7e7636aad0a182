/** Brings up the server of a folder that has no keeper. Everything here happens under the start lock. */
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { prepareBinaries } from './binaries.ts'
import { createCluster, hasCluster, removeUnfinished } from './cluster.ts'
import { binariesNotRunnable, startFailed, userNotChangeable } from './errors.ts'
import type { LeaseOffer } from './lease.ts'
import { findOrphan } from './orphan.ts'
import type { Place } from './place.ts'
import { type PostmasterRefusal, startPostmaster } from './postmaster.ts'
import { createPostmasterOrders } from './postmaster-orders.ts'
import { chooseAddress } from './server-address.ts'
import { findServerFile, isOnSocket, type ServerFile, writeServerFile } from './server-file.ts'
import { chooseFileOwner, chooseServerUser, type SystemUser } from './server-user.ts'
import { startKeeper } from './start-keeper.ts'

/** What is being done, for a line of progress. */
export type StartStep = 'copying-binaries' | 'initialising' | 'starting'

/** How a command came by the server: it made the database, started the server on an existing one, or found it running. */
export type StartStatus = 'created' | 'started' | 'adopted'

/** What {@link launchServer} works with. */
export interface LaunchOptions {
  readonly place: Place
  readonly durable: boolean
  readonly onProgress: (step: StartStep) => void
}

/** A server that accepts connections, and the first lease on it; its keeper confirms the lease a little later. */
export interface Launched extends LeaseOffer {
  readonly status: StartStatus
}

/** Makes the database if there is none, starts the server unless it runs without a keeper, and starts a keeper for it. */
export async function launchServer({ place, durable, onProgress }: LaunchOptions): Promise<Launched> {
  const user = chooseServerUser(place)
  const fileOwner = chooseFileOwner(place)
  const binaries = prepareBinaries(user, () => onProgress('copying-binaries'))
  const keep = (server: ServerFile, pid: number): LeaseOffer => {
    const postmaster = createPostmasterOrders({ place, binaries, user, server })
    return startKeeper({ place, orders: { pid, postmaster, server, lock: place.lock, leaseOwner: user }, fileOwner })
  }

  const exists = hasCluster(place, binaries.major)
  removeUnfinished(place)
  if (exists) {
    const lastServer = findServerFile(place)
    const orphan = await findOrphan(place)
    if (orphan !== undefined && lastServer) return { ...keep(lastServer, orphan), status: 'adopted' }
  } else {
    onProgress('initialising')
    await createCluster({ place, binaries, user, fileOwner, durable })
  }

  onProgress('starting')
  const server = await chooseAddress(place, user, durable)
  writeServerFile(place, server, fileOwner)
  beginLog(place, fileOwner)
  const started = await startPostmaster(createPostmasterOrders({ place, binaries, user, server }))
  if (!('pid' in started)) {
    if (isOnSocket(server)) rmSync(server.host, { recursive: true, force: true })
    throw toCodedError(started, place, binaries.postgres, user)
  }
  return { ...keep(server, started.pid), status: exists ? 'started' : 'created' }
}

function beginLog(place: Place, fileOwner: SystemUser | undefined): void {
  if (existsSync(place.log)) renameSync(place.log, place.previousLog)
  writeFileSync(place.log, '', { mode: 0o600 })
  if (fileOwner) chownSync(place.log, fileOwner.uid, fileOwner.gid)
}

function toCodedError(
  { systemCode, log }: PostmasterRefusal,
  place: Place,
  program: string,
  user: SystemUser | undefined,
): Error {
  if (systemCode === undefined) return startFailed(place.folder, place.log, log)
  const cause = new Error(systemCode)
  return systemCode === 'EPERM' && user ? userNotChangeable(user.uid, cause) : binariesNotRunnable(program, cause)
}
