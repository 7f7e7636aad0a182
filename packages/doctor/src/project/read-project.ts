/** Reads a whole project into the model that rules look at. */
import { readConfig } from '../config.ts'
import type { FactsCache } from '../facts/facts-cache.ts'
import { readAppDeclarations } from './app-declarations.ts'
import { type Declarations, readDeclarations } from './declarations.ts'
import { listInstalledModules } from './installed-modules.ts'
import { createLookup, type Lookup } from './lookup.ts'
import { type PackageFile, readPackageFile } from './package-file.ts'
import type { ModuleModel, PackageModel, Project, SourceFile } from './project.ts'
import { readMigrations } from './read-migrations.ts'
import { readNamespaces } from './read-namespaces.ts'
import { createPackage, listPackage } from './read-package.ts'
import { createResolver } from './resolve.ts'
import { createManifest } from './static-manifest.ts'
import { listPackageFolders } from './workspace.ts'

/** Reads the project whose workspace stands in `root`. */
export async function readProject(root: string, cache: FactsCache): Promise<Project> {
  const { config, source: configSource } = readConfig(root)
  const folders = listPackageFolders(root)
  const isIgnored = (path: string) =>
    config.ignore.some((ignored) => path === ignored || path.startsWith(`${ignored.replace(/\/$/, '')}/`))
  const packageFiles = folders.filter((folder) => !isIgnored(folder)).map((folder) => readPackageFile(root, folder))
  const listedInstalled = listInstalledModules(root, packageFiles)
  const kindOf = createKinds(
    packageFiles,
    listedInstalled.map(({ packageFile }) => packageFile),
  )
  const listed = packageFiles.map((packageFile) =>
    listPackage({ root, packageFile, kind: kindOf(packageFile), isIgnored }),
  )
  const facts = await cache.read([...listed, ...listedInstalled].flatMap(({ sources }) => sources))
  const packages = listed.map((each) => createPackage(root, each, facts))
  const installed = listedInstalled.map((each) => createPackage(root, each, facts))
  const files = byPath(packages)
  const resolve = createResolver({
    root,
    files: new Map([...files, ...byPath(installed)]),
    packages: [...packages, ...installed],
  })
  const lookup = createLookup(resolve)
  const modules = packages.filter(({ kind }) => kind === 'module').map((of) => readModule(root, of, lookup))
  const installedModules = installed.map((of) => readModule(root, of, lookup))
  const byPackage = new Map([...modules, ...installedModules].map((module) => [module.package, module]))
  const apps = packages
    .filter(({ kind }) => kind === 'app')
    .map((of) => ({
      package: of,
      modules: [...byPackage.values()].filter((module) => module.package.name in of.manifest.dependencies),
      declares: readAppDeclarations(of, lookup),
    }))
  return {
    root,
    config,
    configSource,
    packages,
    modules,
    installedModules,
    apps,
    namespaces: readNamespaces({ packages, modules, apps }),
    files,
    resolve,
    lookup,
    moduleOf: (of) => byPackage.get(of),
  }
}

function readModule(root: string, of: PackageModel, lookup: Lookup): ModuleModel {
  const definition = of.sources.find(({ inPackage }) => inPackage === of.manifest.moduleFile)
  const declares = definition && readDeclarations(definition, lookup)
  return {
    package: of,
    id: declares?.id?.name,
    definition,
    migrations: readMigrations(root, of),
    contract: of.sources.find(({ room }) => room === 'contract'),
    declares: declares ?? nothingDeclared,
    manifest: declares && createManifest(of, declares),
  }
}

function byPath(packages: readonly PackageModel[]): ReadonlyMap<string, SourceFile> {
  return new Map(packages.flatMap(({ sources }) => sources.map((file) => [file.path, file] as const)))
}

const nothingDeclared: Declarations = {
  found: undefined,
  id: undefined,
  needs: [],
  offers: [],
  permissions: [],
  routes: [],
  pages: [],
  events: [],
  listens: [],
  settings: [],
  flags: [],
  menu: [],
  jobs: [],
  imports: [],
  tables: [],
  fastify: false,
  loads: {},
  unreadable: [],
  partial: [],
}

function createKinds(
  packageFiles: readonly PackageFile[],
  installed: readonly PackageFile[],
): (of: PackageFile) => PackageModel['kind'] {
  const isModule = ({ manifest }: PackageFile) => manifest.moduleFile !== undefined
  const modules = new Set([...packageFiles, ...installed].filter(isModule).map(({ name }) => name))
  return (of) => {
    if (isModule(of)) return 'module'
    if (Object.keys(of.manifest.dependencies).some((name) => modules.has(name))) return 'app'
    return of.folder === '' && packageFiles.length > 1 ? 'root' : 'library'
  }
}
