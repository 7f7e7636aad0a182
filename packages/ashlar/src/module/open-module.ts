/** Opens the package of a module: reads its package.json, imports its definition and describes it. */
import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { satisfies } from 'semver'
import { z } from 'zod'
import { AshlarError } from '../contract/errors.ts'
import { checkDefinition } from './check-definition.ts'
import { type DefinedModule, isModuleDefinition } from './definition.ts'
import { describeModule } from './describe-module.ts'
import * as errors from './errors.ts'
import { frameworkVersion } from './framework-version.ts'
import type { ModuleSource } from './manifest.ts'
import { findAshlarPackageFile, findPackage, type PackageFile } from './package-file.ts'
import { listDefinitionFaults } from './parse-definition.ts'

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

/** What a dependency of an app turned out to be; a library gives neither a module nor texts nor problems. */
export interface OpenedPackage {
  readonly module?: InstalledModule
  readonly locales?: LocaleFolder
  /** What is wrong with it; without a module, why nobody can say whether there is one. */
  readonly problems: readonly AshlarError[]
}

const ModuleField = z.object({ module: z.string() })
/** A package that is no module and brings texts: the component kit. */
const LocalesField = z.object({ namespace: z.string(), locales: z.string() })

/** Opens a dependency of the app. Raises nothing that is expected: problems are part of the answer. */
export async function openPackage(packageName: string, appFolder: string): Promise<OpenedPackage> {
  const packageFolder = await findPackage(packageName, appFolder)
  if (!packageFolder) return { problems: [errors.packageNotInstalled(packageName, appFolder)] }
  const packageFile = join(packageFolder, 'package.json')
  try {
    const contents = await findAshlarPackageFile(packageFile)
    return contents ? await openAshlarPackage(packageName, packageFolder, contents) : { problems: [] }
  } catch (error) {
    if (error instanceof AshlarError) return { problems: [error] }
    throw error
  }
}

async function openAshlarPackage(
  packageName: string,
  packageFolder: string,
  contents: PackageFile,
): Promise<OpenedPackage> {
  const texts = LocalesField.safeParse(contents.ashlar)
  if (texts.success) {
    const { namespace, locales } = texts.data
    return { locales: { id: namespace, localesFolder: resolve(packageFolder, locales) }, problems: [] }
  }
  const file = getModuleFile(packageName, packageFolder, contents)
  const misfit = findVersionMisfit(packageName, contents)
  try {
    const definition = await loadDefinition(packageName, file)
    const module: InstalledModule = {
      definition,
      packageFolder,
      file,
      manifest: describeModule({ packageName, version: contents.version }, definition),
      load: async () => definition,
      migrationsFolder: join(packageFolder, 'migrations'),
      localesFolder: join(dirname(file), 'locales'),
      pagesFolder: join(dirname(file), 'pages'),
    }
    return { module, problems: [...misfit, ...checkDefinition(definition)] }
  } catch (error) {
    // A definition made for another framework may well not load in this one: both facts help.
    if (error instanceof AshlarError) return { problems: [...misfit, error] }
    throw error
  }
}

function getModuleFile(packageName: string, packageFolder: string, { ashlar }: PackageFile): string {
  const field = ModuleField.safeParse(ashlar)
  const file = resolve(packageFolder, field.success ? field.data.module : '')
  const inside = relative(packageFolder, file)
  if (!field.success || inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw errors.moduleFieldMalformed(packageName, join(packageFolder, 'package.json'))
  }
  if (!existsSync(file) || !statSync(file).isFile()) throw errors.moduleFileMissing(packageName, file)
  return file
}

function findVersionMisfit(packageName: string, { peerDependencies }: PackageFile): AshlarError[] {
  const range = peerDependencies.ashlar
  if (range === undefined || satisfies(frameworkVersion, range, { includePrerelease: true })) return []
  return [errors.frameworkVersionRefused(packageName, range, frameworkVersion)]
}

async function loadDefinition(packageName: string, file: string): Promise<DefinedModule> {
  let exported: unknown
  try {
    exported = ((await import(pathToFileURL(file).href)) as { readonly default?: unknown }).default
  } catch (cause) {
    throw errors.definitionNotLoadable(packageName, file, cause)
  }
  if (!isModuleDefinition(exported)) throw errors.notADefinition(packageName, file)
  const faults = listDefinitionFaults(exported)
  if (faults.length > 0) throw errors.definitionMalformed(packageName, file, faults)
  return exported
}
