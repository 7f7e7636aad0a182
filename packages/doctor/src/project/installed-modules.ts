/** Reads the modules that apps have in `node_modules`, as far as the modules beside them need. */
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { type PackageFile, readPackageFile } from './package-file.ts'
import { type ListedPackage, listPackage } from './read-package.ts'

/** The modules among the dependencies of apps that are no packages of the workspace. */
export function listInstalledModules(root: string, packageFiles: readonly PackageFile[]): ListedPackage[] {
  const own = new Set(packageFiles.map(({ name }) => name))
  const found = new Map<string, ListedPackage>()
  for (const { folder, manifest } of packageFiles) {
    for (const name of Object.keys(manifest.dependencies)) {
      if (own.has(name) || found.has(name)) continue
      const installed = findInstalled(name, join(root, folder))
      const listed = installed === undefined ? undefined : listInstalled(root, installed)
      if (listed) found.set(name, listed)
    }
  }
  return [...found.values()]
}

/** A package as Node finds it from a folder. */
function findInstalled(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
    if (folder === dirname(folder)) return undefined
  }
}

function listInstalled(root: string, absoluteFolder: string): ListedPackage | undefined {
  const packageFile = readPackageFile(root, relative(root, absoluteFolder).split(sep).join('/'))
  const { moduleFile } = packageFile.manifest
  if (moduleFile === undefined) return undefined
  return listPackage({ root, packageFile, kind: 'module', isIgnored: () => false, built: posix.dirname(moduleFile) })
}
