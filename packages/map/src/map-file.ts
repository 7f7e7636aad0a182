/** The map as a file of a project: written, and held against the sources. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { mapMissing, mapOutdated } from './errors.ts'

/** Where a project keeps its map when nobody says otherwise, from the folder of the app or the workspace. */
export const defaultMapFile = 'docs/map.md'

/** Writes a map, with the folders it stands in. */
export async function writeMap(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

export interface CheckMapOptions {
  /** Absolute. */
  readonly file: string
  /** The map as the sources give it now. */
  readonly text: string
  /** The command that writes the file anew. */
  readonly command: string
}

/**
 * Compares a committed map with what the sources give. Line ends are all alike: version control may change them.
 *
 * @throws ASH902 when there is no such file, ASH903 when it says something else.
 */
export function checkMap({ file, text, command }: CheckMapOptions): void {
  if (!existsSync(file)) throw mapMissing(file, command)
  const committed = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  if (committed !== text) throw mapOutdated(file, describeDifference(committed, text), command)
}

function describeDifference(committed: string, current: string): string {
  const before = committed.split('\n')
  const after = current.split('\n')
  const index = after.findIndex((line, place) => line !== before[place])
  const place = index === -1 ? after.length : index
  return `Line ${place + 1} says ${shown(before[place])}; the sources say ${shown(after[place])}.`
}

const mostCharacters = 120

function shown(line: string | undefined): string {
  if (line === undefined) return 'nothing'
  return `"${line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line}"`
}
