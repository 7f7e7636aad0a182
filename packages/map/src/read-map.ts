/** Reads the map of a project from its sources. Nothing is started, and no database is asked. */
import { diagnose, type FactsCache } from '@ashlar/doctor'
import { noModules } from './errors.ts'
import { lookedFor, readBreaches } from './model/breaches.ts'
import { readCanvas, readDescription } from './model/canvas.ts'
import { readEdges } from './model/edges/index.ts'
import type { AppNode, ProjectMap } from './model/project-map.ts'
import { findScope, type Scope } from './model/scope.ts'
import { distinct, sortedBy } from './model/sorted.ts'

export interface ReadMapOptions {
  /** A folder of the project: an app's for that app alone, any other for the whole workspace. */
  readonly folder: string
  /** Where facts of unchanged files are kept. @default a file below `.ashlar` in the root of the project */
  readonly cache?: FactsCache
}

export interface ReadMap {
  readonly map: ProjectMap
  /** The folder whose map it is: the app's, or the root of the workspace. Absolute. */
  readonly folder: string
}

/**
 * Reads the map of an app, or of a workspace.
 *
 * @throws ASH904 when there is no module; ASH860 and ASH861 as `diagnose` does.
 */
export async function readMap({ folder, ...options }: ReadMapOptions): Promise<ReadMap> {
  const { project, findings, passed } = await diagnose({ folder, only: lookedFor, ...options })
  const scope = findScope(project, folder)
  if (scope.modules.length === 0) throw noModules(scope.folder)
  const map: ProjectMap = {
    apps: sortedBy(readApps(scope), ({ name }) => name),
    modules: sortedBy(
      scope.modules.map((module) => readCanvas(module, scope)),
      ({ name }) => name,
      ({ package: of }) => of,
    ),
    edges: readEdges(project, scope),
    breaches: readBreaches(scope, { findings, passed }),
  }
  return { map, folder: scope.folder }
}

function readApps({ apps, nameOf }: Scope): AppNode[] {
  return apps.map(({ package: of, modules }) => ({
    name: of.name,
    version: of.manifest.version,
    description: readDescription(of),
    modules: distinct(modules.map(nameOf)),
  }))
}
