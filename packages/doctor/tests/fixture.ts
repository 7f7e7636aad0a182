/** A fixture app in a folder of its own: the base, with what one rule's fixture changes laid over it. */

import { existsSync, realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const fixtures = join(import.meta.dirname, '../fixtures')
const removed = '.removed'

export interface Fixture extends AsyncDisposable {
  readonly folder: string
}

/** Makes the fixture `ASH720/wrong`, or the base by itself. It is removed when it is disposed of. */
export async function createFixture(name?: string): Promise<Fixture> {
  const folder = realpathSync(await mkdtemp(join(tmpdir(), 'ashlar-doctor-')))
  await cp(join(fixtures, 'base'), folder, { recursive: true })
  const overlay = name === undefined ? undefined : join(fixtures, name)
  if (overlay && existsSync(overlay)) await layOver(folder, overlay)
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

async function layOver(folder: string, overlay: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await cp(overlay, folder, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(removed) })
  for (const file of await readdir(overlay, { recursive: true })) {
    if (file.endsWith(removed)) await rm(join(folder, file.slice(0, -removed.length)), { recursive: true })
  }
}
