/** A server that runs without a keeper, because the keeper was killed. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Place } from './place.ts'
import { findPostmasterFile } from './postmaster-file.ts'
import { isPostmasterOf } from './process-identity.ts'

/** Finds the process id of a server that is ready on the folder; waits for one that is just starting or stopping. */
export async function findOrphan(place: Place): Promise<number | undefined> {
  for (;;) {
    const file = findPostmasterFile(place.data)
    if (!file) return undefined
    if (!isPostmasterOf(file.pid, place.data)) {
      // PostgreSQL itself goes by the id alone and would refuse to start for as long as any process of its user has it.
      rmSync(join(place.data, 'postmaster.pid'), { force: true })
      return undefined
    }
    if (file.status === 'ready') return file.pid
    await delay(10)
  }
}
