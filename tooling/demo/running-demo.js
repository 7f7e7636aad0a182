import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../bootstrap/lock.js'
import { demoFolder } from '../bootstrap/paths.js'

const answerMs = 2000

/**
 * The demo server that runs now, by what `ashlar start` wrote down, or nothing. The address is asked as well: a server
 * that was killed leaves its file behind, and its process id may be another program's by now.
 *
 * @returns {Promise<{ pid: number, url: string } | undefined>}
 */
export async function findRunningDemo() {
  const server = readServer()
  return server && isAlive(server.pid) && (await answers(server.url)) ? server : undefined
}

function readServer() {
  try {
    return JSON.parse(readFileSync(join(demoFolder, '.ashlar', 'server.json'), 'utf8'))
  } catch {
    return undefined
  }
}

async function answers(url) {
  try {
    await fetch(`${url}/up`, { signal: AbortSignal.timeout(answerMs) })
    return true
  } catch {
    return false
  }
}
