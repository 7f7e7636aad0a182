/** Tells whether a folder's `node_modules` is the one that its lockfile describes. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Lies within `node_modules`, so that it goes when that goes. */
const stampFile = (folder) => join(folder, 'node_modules', '.ashlar-installed')

/** Whether nothing needs to be installed. What somebody installed by hand with npm counts as well. */
export function isInstalled(folder) {
  if (readOrNothing(stampFile(folder)) === stampOf(folder)) return true
  if (!agreesWithNpm(folder)) return false
  markInstalled(folder)
  return true
}

/** Remembers that the lockfile as it is now was installed. */
export function markInstalled(folder) {
  mkdirSync(dirname(stampFile(folder)), { recursive: true })
  writeFileSync(stampFile(folder), stampOf(folder))
}

/** Forgets it, before an installation begins that may be interrupted. */
export function forgetInstalled(folder) {
  rmSync(stampFile(folder), { force: true })
}

/** Changes with the lockfile, and with the machine: some packages are programs made for one. */
function stampOf(folder) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch}\n`
}

/** npm writes down what it installed, at the very end, so an interrupted installation has no such record. */
function agreesWithNpm(folder) {
  const record = readOrNothing(join(folder, 'node_modules', '.package-lock.json'))
  if (!record) return false
  const installed = JSON.parse(record).packages
  const wanted = Object.entries(JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages)
  return wanted
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, link, optional }]) => {
      if (!installed[path]) return optional === true
      if (!existsSync(join(folder, path, 'package.json'))) return false
      return link === true || installed[path].version === version
    })
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
