import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { workFolder } from './paths.js'

const pollMs = 250

/** Runs work while no other command of this checkout runs work under the same name; what a dead one left is taken over. */
export async function withLock(name, work, onWait = () => undefined) {
  mkdirSync(workFolder, { recursive: true })
  const file = join(workFolder, `${name}.lock`)
  let waited = false
  while (!take(file)) {
    if (!waited) onWait()
    waited = true
    await delay(pollMs)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isHeld(file)) return false
    rmSync(file, { force: true })
    return take(file)
  }
}

function isHeld(file) {
  try {
    return isAlive(Number(readFileSync(file, 'utf8')))
  } catch {
    return true
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
