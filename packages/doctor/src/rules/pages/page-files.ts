import { posix } from 'node:path'
import { findPageFiles } from 'ashlar/module'
import type { PackageModel } from '../../project/project.ts'

/** The page files of a package below one of its folders: paths from the root, by component name. */
export function listPageFiles({ folder, fileNames }: PackageModel, pagesFolder: string): ReadonlyMap<string, string> {
  const prefix = `${pagesFolder}/`
  const inFolder = fileNames.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length))
  return new Map(
    [...findPageFiles(inFolder)].map(([component, file]) => [component, posix.join(folder, pagesFolder, file)]),
  )
}
