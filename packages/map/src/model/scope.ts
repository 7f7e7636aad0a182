/** The part of a project that a map shows, and what its modules are called there. */
import { realpathSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import type { AppModel, ModuleModel, Project } from '@ashlar/doctor/project'

export interface Scope {
  /** The folder that a map stands in: the app's, or the root of the workspace. Absolute. */
  readonly folder: string
  readonly apps: readonly AppModel[]
  readonly modules: readonly ModuleModel[]
  /** What a module is called on the map: its id, or its package where the id is missing or taken. */
  readonly nameOf: (module: ModuleModel) => string
}

/** In the folder of an app, that app with its modules; elsewhere the whole workspace. */
export function findScope(project: Project, folder: string): Scope {
  const app = findApp(project, realpathSync(resolve(folder)))
  const modules = app ? app.modules : [...project.modules, ...project.installedModules]
  return {
    folder: app ? join(project.root, app.package.folder) : project.root,
    apps: app ? [app] : project.apps,
    modules,
    nameOf: createNames(modules),
  }
}

/** The innermost app around a folder. */
function findApp({ root, apps }: Project, folder: string): AppModel | undefined {
  const [innermost] = apps
    .filter(({ package: of }) => isInside(folder, realpathSync(join(root, of.folder))))
    .toSorted((one, other) => other.package.folder.length - one.package.folder.length)
  return innermost
}

const isInside = (folder: string, outer: string): boolean => folder === outer || folder.startsWith(`${outer}${sep}`)

function createNames(modules: readonly ModuleModel[]): Scope['nameOf'] {
  const owners = Map.groupBy(modules, ({ id }) => id)
  return ({ id, package: of }) => (id === undefined || (owners.get(id)?.length ?? 0) > 1 ? of.name : id)
}
