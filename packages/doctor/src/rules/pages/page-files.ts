/** Which files of a package are the components of pages. */
import { posix } from 'node:path'
import { findPageFiles } from 'ashlar/module'
import type { ModuleModel, PackageModel } from '../../project/project.ts'

/** The page files of a package below one of its folders: paths from the root, by component name. */
export function listPageFiles({ folder, fileNames }: PackageModel, pagesFolder: string): ReadonlyMap<string, string> {
  const prefix = `${pagesFolder}/`
  const inFolder = fileNames.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length))
  return new Map(
    [...findPageFiles(inFolder)].map(([component, file]) => [component, posix.join(folder, pagesFolder, file)]),
  )
}

/** The page files of a module: paths from the root, by component name. None without an id. */
export function listModulePageFiles(module: ModuleModel): ReadonlyMap<string, string> {
  return module.id === undefined ? new Map() : listPageFiles(module.package, pagesFolderOf(module))
}

/** Pages stand beside the definition. */
export const pagesFolderOf = ({ definition }: ModuleModel): string =>
  posix.join(posix.dirname(definition?.inPackage ?? ''), 'pages')
