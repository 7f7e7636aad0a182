/** Lets one command of a checkout do a piece of work while the others wait. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const beatMs = 1000
const pollMs = 200

/** A holder that was watched for so many polls without a beat is gone, whatever process has its id today: a minute. */
const silentPolls = 300

/** Taking a dead holder's lock away is a matter of milliseconds; whoever was killed while doing it is not waited for. */
const takeoverMs = 10_000

/** @typedef {{ pid?: number, host?: string, token?: string, beatAt: number }} Holder */

/**
 * Runs work while no other process runs work under the same lock file.
 *
 * @param {(holder: Holder) => void} onWait told once, when there is somebody to wait for
 */
export async function withLock(file, onWait, work) {
  let told = false
  const lock = await takeLock(file, (holder) => {
    if (!told) onWait(holder)
    told = true
  })
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/**
 * Takes a lock, waiting for its holder. A lock is given back at the end of the process at the latest; one whose holder
 * was killed is taken over.
 *
 * @param {(holder: Holder) => unknown} whileHeld asked again and again; answering `false` gives up
 * @returns the lock, or `undefined` when giving up
 */
export async function takeLock(file, whileHeld) {
  mkdirSync(dirname(file), { recursive: true })
  const watch = createWatch()
  for (;;) {
    const lock = createLock(file)
    if (lock) return lock
    const holder = findHolder(file)
    if (!holder) continue
    if (watch.isGone(holder)) takeAway(file, holder)
    else if ((await whileHeld(holder)) === false) return undefined
    else await delay(pollMs)
  }
}

/** Whether a process runs; one of another user counts. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function createLock(file) {
  const token = randomUUID()
  if (!createFile(file, JSON.stringify({ pid: process.pid, host: hostname(), token }))) return undefined
  const beat = setInterval(() => touch(file), beatMs)
  beat.unref()
  const release = () => {
    clearInterval(beat)
    process.off('exit', release)
    if (findHolder(file)?.token === token) rmSync(file, { force: true })
  }
  process.on('exit', release)
  return { release }
}

/** Answers whether the file is new. */
function createFile(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** @returns {Holder | undefined} without a token while the holder is still writing it down */
function findHolder(file) {
  try {
    const beatAt = statSync(file).mtimeMs
    return { ...parseHolder(readFileSync(file, 'utf8')), beatAt }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseHolder(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // The lock was taken away from a process that was stopped for long; its work goes on.
  }
}

/** Judges a holder by its process, and by its beats: process ids are used again, and other machines have their own. */
function createWatch() {
  let last
  let polls = 0
  return {
    isGone(holder) {
      const isOther = holder.token !== last?.token || holder.beatAt !== last?.beatAt
      polls = isOther ? 0 : polls + 1
      last = holder
      const isDead = holder.pid !== undefined && holder.host === hostname() && !isAlive(holder.pid)
      return isDead || polls > silentPolls
    },
  }
}

/** Removes the lock of one holder and of no other: two waiting processes may have found it dead at the same time. */
function takeAway(file, gone) {
  const guard = `${file}.takeover`
  if (!createFile(guard, '')) {
    if (Date.now() - (findHolder(guard)?.beatAt ?? 0) > takeoverMs) rmSync(guard, { force: true })
    return
  }
  try {
    if (findHolder(file)?.token === gone.token) rmSync(file, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}
