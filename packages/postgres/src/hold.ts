/** This process's hold on a server: got by adopting or launching it, kept if the keeper is killed, given back once. */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { keeperNotStarting, startTakesTooLong } from './errors.ts'
import { type Launched, launchServer, type StartStatus, type StartStep } from './launch.ts'
import { findLease, type Lease } from './lease.ts'
import type { Place } from './place.ts'
import { findServerFile } from './server-file.ts'
import { type StartLock, tryStartLock } from './start-lock.ts'

/** A hold on the server, whichever keeper it is with. */
export interface Hold {
  readonly status: StartStatus
  /** Gives it back; returns when the server has stopped, or at once if others need it. Twice is once. */
  readonly release: () => Promise<void>
  /** Stops the server for everybody. */
  readonly stop: () => Promise<void>
}

/** For one holder of the lock; making a database takes half a second, or many on a machine that is busy. */
const maxWaitSeconds = 60

/** Adopts the server of a folder or launches it. Any number of processes may do so at the same time. */
export async function hold(place: Place, durable: boolean, onProgress: (step: StartStep) => void): Promise<Hold> {
  const first = await enter(place, durable, onProgress)
  let current: Promise<Lease> = Promise.resolve(first.lease)
  let ended: Promise<void> | undefined
  watch(first.lease)
  return {
    status: first.status,
    release: () => end((lease) => lease.release()),
    stop: () => end((lease) => lease.stop()),
  }

  function end(how: (lease: Lease) => Promise<void>): Promise<void> {
    ended ??= current.then(how)
    return ended
  }

  /** A keeper that vanishes leaves a server that nobody would stop: whoever holds it brings up another. */
  function watch(lease: Lease): void {
    void lease.lost.then((reason) => {
      if (ended || reason === 'stopped') return
      current = enterForGood(place, durable)
      current.then(watch, () => {})
    })
  }
}

async function enterForGood(place: Place, durable: boolean): Promise<Lease> {
  const { lease, confirmed } = await enter(place, durable, () => {})
  if (await confirmed) return lease
  throw keeperNotStarting(place.folder, place.log, readFileSync(place.log, 'utf8'))
}

async function enter(place: Place, durable: boolean, onProgress: (step: StartStep) => void): Promise<Launched> {
  let holder = 0
  let giveUpAt = 0
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 1.5, 200)) {
    const running = await adopt(place)
    if (running) return running
    const lock = tryStartLock(place.lock)
    if ('release' in lock) return launchUnder(lock, { place, durable, onProgress })
    if (lock.heldBy !== holder) {
      holder = lock.heldBy
      giveUpAt = Date.now() + maxWaitSeconds * 1_000
    }
    if (Date.now() > giveUpAt) throw startTakesTooLong(place.folder, holder, maxWaitSeconds, place.lock)
    await delay(waitMs * (0.5 + Math.random()))
  }
}

async function adopt(place: Place): Promise<Launched | undefined> {
  const server = findServerFile(place)
  const lease = server && (await findLease(server.leaseAddress))
  return lease && { lease, confirmed: Promise.resolve(true), status: 'adopted' }
}

/** The lock is kept until the keeper takes leases, so that nobody takes the server for an orphan meanwhile. */
async function launchUnder(lock: StartLock, options: Parameters<typeof launchServer>[0]): Promise<Launched> {
  try {
    // Whoever had the lock until now may have started it.
    const launched = (await adopt(options.place)) ?? (await launchServer(options))
    void launched.confirmed.then(() => lock.release())
    return launched
  } catch (error) {
    lock.release()
    throw error
  }
}
