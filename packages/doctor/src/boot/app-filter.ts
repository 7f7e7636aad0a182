/** Which findings concern an app that is to run. */
import { join, sep } from 'node:path'
import type { Finding } from '../finding.ts'
import { isShipped } from '../project/import-graph.ts'
import type { PackageModel, Project } from '../project/project.ts'

/**
 * Keeps what stands in the app of a folder and in the packages of its workspace that it is made of. Their tests do not
 * ship, and another app beside it is no matter of its own.
 */
export function createAppFilter(project: Project, folder: string): (finding: Finding) => boolean {
  const parts = listParts(project, folder)
  const files = new Set(parts.flatMap((of) => of.fileNames.map((file) => (of.folder ? `${of.folder}/${file}` : file))))
  return ({ place }) => {
    const source = project.files.get(place.file)
    return files.has(place.file) && (source === undefined || isShipped(source))
  }
}

/** The package that a folder stands in, and those it depends on, directly or not. Packages are listed from the root on. */
function listParts({ root, packages }: Project, folder: string): readonly PackageModel[] {
  const byName = new Map(packages.map((of) => [of.name, of]))
  const parts = new Set(packages.filter((of) => holds(join(root, of.folder), folder)).slice(-1))
  // A set is walked in the order of its entries, those included that are added on the way.
  for (const { manifest } of parts) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const part = byName.get(name)
      if (part) parts.add(part)
    }
  }
  return [...parts]
}

const holds = (outer: string, folder: string): boolean => folder === outer || folder.startsWith(outer + sep)
