/** Joins jobs to modules: which kinds there are, and how each is loaded. */

import type { SchemaOwner } from '../data/runtime.ts'
import type { AppFlags } from '../flags/create-flags.ts'
import { ownJobSchema, type QueueLimits } from '../jobs/prepare-engine.ts'
import type { Queue } from '../jobs/queues.ts'
import type { ModuleManifest } from '../module/manifest.ts'
import type { ModuleRuntime } from '../module/runtime.ts'

/** What has to be made in the database besides the tables of modules. An app without jobs needs no engine. */
export function listSchemaOwners(manifests: readonly ModuleManifest[]): readonly SchemaOwner[] {
  const queues = listQueueLimits(manifests)
  return queues.length === 0 ? [] : [ownJobSchema(queues)]
}

function listQueueLimits(manifests: readonly ModuleManifest[]): QueueLimits[] {
  return manifests.flatMap(({ id, jobs }) =>
    jobs.map(({ name, flag: _, ...limits }) => ({ id: `${id}.${name}`, ...limits })),
  )
}

/** The queues of every module, each with the way to its handler. */
export function listQueues(
  manifests: readonly ModuleManifest[],
  getRuntime: () => ModuleRuntime,
  flags: AppFlags,
): Queue[] {
  return manifests.flatMap(({ id: module, jobs }) =>
    jobs.map(({ name, flag, ...limits }) => ({
      id: `${module}.${name}`,
      module,
      ...limits,
      gate:
        flag === null
          ? undefined
          : { mayBeOpen: () => flags.mayBeOn(flag), isOpenFor: (scope) => flags.isOnFor(flag, scope) },
      open: () => openJob(getRuntime(), module, name),
    })),
  )
}

async function openJob(runtime: ModuleRuntime, module: string, name: string): ReturnType<Queue['open']> {
  const { definition, behaviour } = await runtime.open(module)
  const declaration = definition.jobs?.[name]
  const handle = behaviour.jobs[name]
  if (!declaration || !handle) throw new TypeError(`Module "${module}" has no job "${name}".`)
  return { declaration, handle }
}
