/** Brings up the server of a folder that has none running. Everything here happens under the start lock. */
import { spawn } from 'node:child_process'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Binaries, prepareBinaries } from './binaries.ts'
import { createCluster, hasCluster } from './cluster.ts'
import { binariesNotRunnable, orphanNotStopped, startFailed, userNotChangeable } from './errors.ts'
import type { KeeperOrders } from './keeper-orders.ts'
import { findLease, type Lease } from './lease.ts'
import type { Place } from './place.ts'
import { stopStrayPostmaster } from './postmaster.ts'
import { findPostmasterFile } from './postmaster-file.ts'
import { isPostgres } from './process-identity.ts'
import { reachableData } from './reachable-data.ts'
import { findServerFile, type ServerFile, writeServerFile } from './server-file.ts'
import { chooseFileOwner, chooseServerUser, type SystemUser } from './server-user.ts'
import { leasePipe, prepareSocketFolder } from './socket-folder.ts'

/** What is being done, for a line of progress. */
export type StartStep = 'copying-binaries' | 'initialising' | 'stopping-orphan' | 'starting'

/** What {@link launchServer} works with. */
export interface LaunchOptions {
  readonly place: Place
  readonly durable: boolean
  readonly onProgress: (step: StartStep) => void
}

/** A server that was brought up. */
export interface Launched {
  readonly lease: Lease
  /** Whether the database folder was made on the way. */
  readonly created: boolean
}

/** Makes the database if there is none, starts the server and its keeper, and takes the first lease. */
export async function launchServer({ place, durable, onProgress }: LaunchOptions): Promise<Launched> {
  const user = chooseServerUser(place)
  const fileOwner = chooseFileOwner(place)
  const binaries = prepareBinaries(user, () => onProgress('copying-binaries'))
  const exists = hasCluster(place, binaries.major)
  if (exists) {
    await stopOrphan(place, onProgress)
  } else {
    onProgress('initialising')
    await createCluster({ place, binaries, user, fileOwner, durable })
  }
  onProgress('starting')
  const server = await chooseAddress(place, user, durable)
  writeServerFile(place, server, fileOwner)
  if (existsSync(place.log)) renameSync(place.log, place.previousLog)
  await startKeeper(place, createOrders({ place, binaries, user, server }), fileOwner)
  const lease = await findLease(server.leaseAddress)
  if (!lease) throw startFailed(place.folder, place.log, readFileSync(place.log, 'utf8'))
  return { lease, created: !exists }
}

/** A server whose keeper was killed is stopped, so that the next one has a keeper again. */
async function stopOrphan(place: Place, onProgress: (step: StartStep) => void): Promise<void> {
  const orphan = findPostmasterFile(place.data)
  if (!orphan) return
  if (!isPostgres(orphan.pid)) {
    // PostgreSQL itself goes by the id alone and would refuse to start for as long as some other process has it.
    rmSync(join(place.data, 'postmaster.pid'), { force: true })
    return
  }
  onProgress('stopping-orphan')
  if (!(await stopStrayPostmaster(orphan.pid))) throw orphanNotStopped(place.folder, orphan.pid)
}

async function chooseAddress(place: Place, user: SystemUser | undefined, durable: boolean): Promise<ServerFile> {
  if (process.platform === 'win32') {
    // Node has no unix sockets on Windows that PostgreSQL could share.
    return { leaseAddress: leasePipe(place.folder), host: '127.0.0.1', port: await findFreePort(), durable }
  }
  const host = prepareSocketFolder(place.folder, user)
  const leaseAddress = join(host, 'lease')
  // Only a keeper that was killed leaves it; under the lock there is no other.
  rmSync(leaseAddress, { force: true })
  return { leaseAddress, host, port: 5432, durable }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.')),
      )
    })
  })
}

interface OrderOptions {
  readonly place: Place
  readonly binaries: Binaries
  readonly user: SystemUser | undefined
  readonly server: ServerFile
}

function createOrders({ place, binaries, user, server }: OrderOptions): KeeperOrders {
  const { cwd, argument } = reachableData(place.data, user)
  const onSocket = process.platform !== 'win32'
  const settings = {
    listen_addresses: onSocket ? '' : server.host,
    port: String(server.port),
    ...(onSocket ? { unix_socket_directories: server.host, unix_socket_permissions: '0700' } : {}),
    cluster_name: 'ashlar',
    // No replicas and no archive: less is written ahead.
    wal_level: 'minimal',
    max_wal_senders: '0',
    // Compiling a query takes longer than a page of a small database does.
    jit: 'off',
    io_method: 'sync',
    log_checkpoints: 'off',
    ...(server.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return {
    postmaster: {
      program: binaries.postgres,
      pgCtl: binaries.pgCtl,
      args: ['-D', argument, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      cwd,
      user,
      data: place.data,
      log: place.log,
    },
    lock: place.lock,
    leaseAddress: server.leaseAddress,
    leaseOwner: user,
    socketFolder: onSocket ? server.host : undefined,
  }
}

/** Starts the keeper and returns when the server is ready. */
async function startKeeper(place: Place, orders: KeeperOrders, fileOwner: SystemUser | undefined): Promise<void> {
  const log = openSync(place.log, 'a', 0o600)
  if (fileOwner) chownSync(place.log, fileOwner.uid, fileOwner.gid)
  const keeper = spawn(process.execPath, [keeperFile(), JSON.stringify(orders)], {
    // A session of its own: Ctrl-C in the terminal of the command that happened to start it is not for the server.
    detached: true,
    windowsHide: true,
    cwd: place.folder,
    env: keeperEnvironment(place, fileOwner),
    stdio: ['ignore', 'pipe', log],
  })
  closeSync(log)
  const said = await new Promise<string>((resolve, reject) => {
    keeper.stdout?.setEncoding('utf8')
    keeper.stdout?.once('data', resolve)
    keeper.once('exit', () => resolve(''))
    keeper.once('error', reject)
  })
  keeper.stdout?.destroy()
  keeper.unref()
  if (said.startsWith('ready')) return
  const systemCode = said.trim().split(' ')[1]
  if (systemCode === 'EPERM' && orders.postmaster.user)
    throw userNotChangeable(orders.postmaster.user.uid, new Error(systemCode))
  if (systemCode) throw binariesNotRunnable(orders.postmaster.program, new Error(systemCode))
  throw startFailed(place.folder, place.log, readFileSync(place.log, 'utf8'))
}

/** The keeper lies beside this file, as source in a workspace and compiled in a published package. */
function keeperFile(): string {
  const here = fileURLToPath(import.meta.url)
  return fileURLToPath(new URL(`./keeper${extname(here)}`, import.meta.url))
}

function keeperEnvironment(place: Place, fileOwner: SystemUser | undefined): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot)$/i.test(name),
  )
  const environment = Object.fromEntries(inherited)
  // Halves the time that the keeper takes to start. Never for root in a folder of somebody else, who could put other code there.
  return fileOwner ? environment : { ...environment, NODE_COMPILE_CACHE: join(place.folder, 'keeper-cache') }
}

/** Takes a lease on the server of a folder if one is running and staying. */
export async function findRunningLease(place: Place): Promise<Lease | undefined> {
  const server = findServerFile(place)
  return server && findLease(server.leaseAddress)
}
