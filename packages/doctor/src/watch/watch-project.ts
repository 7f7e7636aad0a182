/** Looks at a project again whenever something in it changes. What was read of unchanged files stays in memory. */
import { relative, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type DiagnoseOptions, type Diagnosis, diagnose } from '../diagnose.ts'
import { openFactsCache } from '../project/open-project.ts'
import { findRoot } from '../project/workspace.ts'
import { compareFindings, type FindingsChange } from './compare-findings.ts'
import { watchFolders } from './watch-folders.ts'

export interface ChangedDiagnosis extends FindingsChange {
  readonly diagnosis: Diagnosis
  /** The file or folder whose change was noticed last, from the root of the project. */
  readonly cause: string
  /** From the first change that was noticed to the end of the diagnosis, in milliseconds. */
  readonly durationMs: number
}

export interface WatchProjectOptions extends Omit<DiagnoseOptions, 'cache'> {
  /** Told of each diagnosis whose findings differ from those before. */
  readonly onChange: (change: ChangedDiagnosis) => void
  /** Told why the project cannot be looked at now, such as a doctor.json that is half written. Watching goes on. */
  readonly onError: (error: unknown) => void
}

export interface ProjectWatch {
  /** What was found at the beginning. */
  readonly diagnosis: Diagnosis
  /** Ends the watch, after the diagnosis that is under way. */
  readonly close: () => Promise<void>
}

/** Editors write a file in several steps; what comes within this time is one change, in milliseconds. */
const quietMs = 20

/**
 * Diagnoses a project, and again after each change.
 *
 * @throws what `diagnose` raises for the first time, and ASH914 when the system allows no more watches.
 */
export async function watchProject({ onChange, onError, ...options }: WatchProjectOptions): Promise<ProjectWatch> {
  const root = findRoot(options.folder)
  const cache = await openFactsCache(root)
  const changes = createQueue()
  // From before the first look on, so that no change falls between.
  const folders = watchFolders({ root, onChange: changes.add, onError })
  const first = await diagnose({ ...options, cache }).catch((error: unknown) => {
    folders.close()
    throw error
  })
  await cache.save()

  let last = first
  const look = async (change: Change): Promise<void> => {
    try {
      const diagnosis = await diagnose({ ...options, cache })
      const difference = compareFindings(last.findings, diagnosis.findings)
      last = diagnosis
      if (difference.appeared.length + difference.gone.length === 0) return
      const cause = relative(root, change.path).split(sep).join('/')
      onChange({ ...difference, diagnosis, cause, durationMs: performance.now() - change.at })
    } catch (error) {
      // A file that vanished while it was read is told of a moment later, and looked at then.
      await setTimeout(quietMs)
      if (!changes.hasMore()) onError(error)
    }
  }
  const ended = changes.each(look)

  return {
    diagnosis: first,
    close: async () => {
      folders.close()
      changes.end()
      await ended
      await cache.save()
    },
  }
}

interface Change {
  /** The last path that changed. */
  readonly path: string
  /** When the first of them did. */
  readonly at: number
}

/** Gathers changes until nothing has come for a moment, and hands them on one after the other. */
function createQueue() {
  let waiting: Change | undefined
  let ended = false
  let wake = () => {}
  return {
    add: (path: string) => {
      waiting = { path, at: waiting?.at ?? performance.now() }
      wake()
    },
    hasMore: () => waiting !== undefined,
    end: () => {
      ended = true
      wake()
    },
    each: async (handle: (change: Change) => Promise<void>): Promise<void> => {
      for (;;) {
        if (!waiting && !ended)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        let seen: Change | undefined
        while (!ended && waiting !== seen) {
          seen = waiting
          await setTimeout(quietMs)
        }
        if (ended) return
        waiting = undefined
        if (seen) await handle(seen)
      }
    },
  }
}
