/** Tells whether the demo is built from the sources as they are now. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { demoFolder, root } from '../bootstrap/paths.js'

const places = ['packages', 'modules', 'apps/demo', 'package-lock.json']
const notSources = new Set(['node_modules', 'dist', '.ashlar', 'tests', 'test-results'])

/** Lies within the build, so that it goes when that goes. */
const stampFile = join(demoFolder, 'dist', '.sources')

/** A fingerprint of everything that a build may read. Contents count and times do not: checking out an old state is a change. */
export function fingerprintSources() {
  const hash = createHash('sha256')
  for (const file of places.flatMap((place) => listFiles(join(root, place)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Whether the last build was made from these sources. */
export function isBuiltFrom(fingerprint) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint
}

/** Remembers what the build that just ended was made from. */
export function markBuiltFrom(fingerprint) {
  writeFileSync(stampFile, fingerprint)
}

function listFiles(place) {
  if (!existsSync(place)) return []
  if (place.endsWith('.json')) return [place]
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !notSources.has(name) && !/\.test\.tsx?$/.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(join(place, entry.name)) : entry.isFile() ? [join(place, entry.name)] : [],
    )
}
