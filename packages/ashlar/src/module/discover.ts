/**
 * Finds the modules of an app: the dependencies in its package.json whose own package.json has an `ashlar` field.
 *
 * Definitions are imported, which by rule has no effect. Every problem is collected; none ends the search.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { satisfies } from 'semver'
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import type { AppConfig } from './app-config.ts'
import { type DefinedModule, isModuleDefinition } from './definition.ts'
import { describeModule } from './describe-module.ts'
import * as errors from './errors.ts'
import { frameworkVersion } from './framework-version.ts'
import type { ModuleSource } from './manifest.ts'

/** A module that was found on disk, with its definition loaded. */
export interface InstalledModule extends ModuleSource {
  readonly definition: DefinedModule
  /** The folder of its package. */
  readonly packageFolder: string
  /** The file of its definition. */
  readonly file: string
  /** The folder of its page components. */
  readonly pagesFolder: string
}

/** A folder of `<language>.json` files, and the namespace of what is in them. */
export interface LocaleFolder {
  readonly id: string
  readonly localesFolder: string
}

export interface Discovery {
  /** The modules that are on. */
  readonly modules: readonly InstalledModule[]
  /** Texts of packages that are no modules. */
  readonly locales: readonly LocaleFolder[]
  readonly problems: readonly AshlarError[]
}

const PackageFile = z.object({
  name: z.string().default(''),
  version: z.string().default('0.0.0'),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  ashlar: z.unknown().optional(),
})
type PackageFile = z.output<typeof PackageFile>

const ModuleField = z.object({ module: z.string() })
/** A package that is no module and brings texts: the component kit. */
const LocalesField = z.object({ namespace: z.string(), locales: z.string() })

export interface DiscoverOptions {
  readonly appFolder: string
  readonly config: AppConfig
  /** The packages to look at. @default the dependencies in the app's package.json */
  readonly packages?: readonly string[]
}

/** Finds the modules of the app in `appFolder`, as its configuration includes or excludes them. */
export async function discoverModules({ appFolder, config, packages }: DiscoverOptions): Promise<Discovery> {
  const app = await readPackage(join(appFolder, 'package.json'))
  if (!app) return { modules: [], locales: [], problems: [errors.appPackageMissing(appFolder)] }
  const found = await Promise.all(
    (packages ?? Object.keys(app.dependencies)).map((name) => openPackage(name, appFolder)),
  )
  const installed = found.flatMap(({ module }) => (module ? [module] : []))
  const modules = installed.filter(({ definition }) => isOn(definition.id, config))
  const pageProblems = await Promise.all(modules.map(checkPageFiles))
  return {
    modules,
    locales: found.flatMap(({ locales }) => locales ?? []),
    problems: [
      ...found.flatMap(({ problems }) => problems),
      ...checkConfiguredIds(config, installed),
      ...modules.flatMap(checkBehaviour),
      ...pageProblems.flat(),
    ],
  }
}

interface Opened {
  readonly module?: InstalledModule
  readonly locales?: LocaleFolder
  readonly problems: readonly AshlarError[]
}

async function openPackage(packageName: string, appFolder: string): Promise<Opened> {
  const packageFolder = await findPackage(packageName, appFolder)
  if (!packageFolder) return { problems: [errors.packageNotInstalled(packageName, appFolder)] }
  const packageFile = join(packageFolder, 'package.json')
  const contents = await readPackage(packageFile)
  if (!contents || contents.ashlar === undefined) return { problems: [] }
  const texts = LocalesField.safeParse(contents.ashlar)
  if (texts.success) {
    return {
      locales: { id: texts.data.namespace, localesFolder: resolve(packageFolder, texts.data.locales) },
      problems: [],
    }
  }
  const field = ModuleField.safeParse(contents.ashlar)
  if (!field.success) return { problems: [errors.moduleFieldMalformed(packageName, packageFile)] }
  const file = resolve(packageFolder, field.data.module)
  if (!existsSync(file)) return { problems: [errors.moduleFileMissing(packageName, file)] }
  return loadModule({ packageName, packageFolder, contents, file })
}

interface ModulePackage {
  readonly packageName: string
  readonly packageFolder: string
  readonly contents: PackageFile
  readonly file: string
}

async function loadModule({ packageName, packageFolder, contents, file }: ModulePackage): Promise<Opened> {
  const range = contents.peerDependencies.ashlar
  const versionProblems =
    range !== undefined && !satisfies(frameworkVersion, range, { includePrerelease: true })
      ? [errors.frameworkVersionRefused(packageName, range, frameworkVersion)]
      : []
  let exported: unknown
  try {
    exported = (await import(pathToFileURL(file).href)).default
  } catch (cause) {
    return { problems: [...versionProblems, errors.definitionNotLoadable(packageName, file, cause)] }
  }
  if (!isModuleDefinition(exported)) return { problems: [...versionProblems, errors.notADefinition(packageName, file)] }
  const definition = exported
  const sourceFolder = dirname(file)
  const module: InstalledModule = {
    definition,
    packageFolder,
    file,
    manifest: describeModule({ packageName, version: contents.version }, definition),
    load: async () => definition,
    migrationsFolder: join(packageFolder, 'migrations'),
    localesFolder: join(sourceFolder, 'locales'),
    pagesFolder: join(sourceFolder, 'pages'),
  }
  return { module, problems: versionProblems }
}

/** Looks a package up as Node does: in `node_modules` of the folder and of every folder above it. */
async function findPackage(packageName: string, from: string): Promise<string | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', packageName)
    if (existsSync(join(candidate, 'package.json'))) return realpath(candidate)
    if (folder === dirname(folder)) return undefined
  }
}

async function readPackage(file: string): Promise<PackageFile | undefined> {
  try {
    return PackageFile.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

function isOn(id: string, { modules }: AppConfig): boolean {
  if (modules?.include && !modules.include.includes(id)) return false
  return !modules?.exclude?.includes(id)
}

function checkConfiguredIds(config: AppConfig, installed: readonly InstalledModule[]): AshlarError[] {
  const ids = installed.map(({ definition }) => definition.id)
  const unknown = (list: 'include' | 'exclude') =>
    (config.modules?.[list] ?? [])
      .filter((id) => !ids.includes(id))
      .map((id) => errors.configuredModuleUnknown(list, id, ids))
  return [...unknown('include'), ...unknown('exclude')]
}

function checkBehaviour({ definition }: InstalledModule): AshlarError[] {
  if (definition.start) return []
  const declared = (['routes', 'offers', 'imports'] as const).filter((part) => definition[part] !== undefined)
  return declared.length === 0 ? [] : [errors.behaviourMissing(definition.id, declared.join(' and '))]
}

const componentFile = /^(.*)\.(?:tsx|jsx|js)$/

/** Each page has one file of its name; each file that begins with a capital is a page, any other a part of one. */
async function checkPageFiles({ manifest, pagesFolder }: InstalledModule): Promise<AshlarError[]> {
  const { id } = manifest
  const files = existsSync(pagesFolder) ? await readdir(pagesFolder, { recursive: true }) : []
  const components = new Map<string, string>(
    files.flatMap((file) => {
      const name = componentFile.exec(file.replaceAll('\\', '/'))?.[1]
      return name !== undefined && /^[A-Z]/.test(basename(name)) ? [[`${id}/${name}`, file] as const] : []
    }),
  )
  const declared = new Set(manifest.pages)
  return [
    ...manifest.pages.filter((page) => !components.has(page)).map((page) => errors.pageWithoutFile(page, pagesFolder)),
    ...[...components]
      .filter(([page]) => !declared.has(page))
      .map(([, file]) => errors.fileWithoutPage(join(pagesFolder, file), id)),
  ]
}
