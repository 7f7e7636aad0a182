/**
 * The program that keeps the server: a small detached process, one for each running server.
 *
 * Every command that uses the server holds a connection to the keeper, its lease. The system closes it when the command ends,
 * however it ends. When the last lease is gone the keeper stops the server and ends itself. A server that crashes is started
 * again; one that was shut down from outside is left alone.
 *
 * It lives as long as the server does, so it loads little, and answers with words instead of coded errors.
 */
import { chownSync, rmSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { createServer, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { KeeperOrders } from './keeper-orders.ts'
import { type Postmaster, startPostmaster, watchPostmaster } from './postmaster.ts'
import { findPostmasterFile } from './postmaster-file.ts'
import { isOnSocket } from './server-file.ts'
import { type StartLock, tryStartLock } from './start-lock.ts'

const orders = JSON.parse(process.argv[2] ?? '') as KeeperOrders
/** Commands that use the server. */
const leases = new Set<Socket>()
/** Commands that gave their lease back and wait to hear the end of it. */
const leavers = new Set<Socket>()
let postmaster: Promise<Postmaster | undefined> = Promise.resolve(watchPostmaster(orders.pid, orders.postmaster))
let stopAsked = false
let deciding = false
let stopping = false

process.on('SIGHUP', () => {})
process.on('SIGTERM', askToStop)
process.on('SIGINT', askToStop)
void restartAfterCrash()

const listener = createServer(welcome)
listener.listen(orders.server.leaseAddress, () => {
  if (orders.leaseOwner) chownSync(orders.server.leaseAddress, orders.leaseOwner.uid, orders.leaseOwner.gid)
  // Whoever started the keeper holds the first lease at its file descriptor 3.
  welcome(new Socket({ fd: 3 }))
  // By default the cache is written at exit, too late for a start that follows at once.
  flushCompileCache()
})

function welcome(lease: Socket): void {
  leases.add(lease)
  lease.setEncoding('utf8')
  lease.on('error', () => lease.destroy())
  lease.on('close', () => {
    leases.delete(lease)
    leavers.delete(lease)
    void decide()
  })
  lease.on('data', (word) => {
    leases.delete(lease)
    leavers.add(lease)
    if (String(word).trim() === 'stop') askToStop()
    else void decide()
  })
  void postmaster.then((running) => running && lease.write('ready\n'))
}

function askToStop(): void {
  stopAsked = true
  void decide()
}

/** Stops the server if that was asked for or nobody needs it any more. Decided under the lock, where no lease is being promised. */
async function decide(): Promise<void> {
  if (deciding) return
  deciding = true
  const lock = mayStop() ? await takeStartLock() : undefined
  if (mayStop()) {
    await shutDown()
    lock?.release()
    process.exit()
  }
  lock?.release()
  for (const leaver of leavers) leaver.end()
  deciding = false
}

function mayStop(): boolean {
  return stopAsked || leases.size === 0
}

async function shutDown(): Promise<void> {
  stopping = true
  listener.close()
  for (const lease of leases) lease.write('stopping\n')
  await (await postmaster)?.stop()
  removeSocketFolder()
}

/** Without its folder there is nothing to lock. */
async function takeStartLock(): Promise<StartLock | undefined> {
  try {
    for (;;) {
      const lock = tryStartLock(orders.lock)
      if ('release' in lock) return lock
      await delay(5)
    }
  } catch {
    return undefined
  }
}

function removeSocketFolder(): void {
  if (isOnSocket(orders.server)) rmSync(orders.server.host, { recursive: true, force: true })
}

async function restartAfterCrash(): Promise<void> {
  for (;;) {
    const running = await postmaster
    if (!running) break
    await running.ended
    if (stopping) return
    postmaster = restart()
  }
  for (const lease of leases) lease.write('stopping\n')
  removeSocketFolder()
  process.exit(1)
}

/** A crash leaves the file behind; a shutdown from outside, or a folder that was removed, does not. */
async function restart(): Promise<Postmaster | undefined> {
  if (!findPostmasterFile(orders.postmaster.data)) return undefined
  const started = await startPostmaster(orders.postmaster)
  return 'pid' in started ? watchPostmaster(started.pid, orders.postmaster) : undefined
}
