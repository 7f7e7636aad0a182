/**
 * Finds the modules of an app: the dependencies in its package.json whose own package.json has an `ashlar` field.
 *
 * Definitions are imported, which by rule has no effect. Every problem is collected; none ends the search.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AshlarError } from '../contract/errors.ts'
import type { AppConfig } from './app-config.ts'
import { appPackageMissing, configuredModuleUnknown } from './errors.ts'
import { type InstalledModule, type LocaleFolder, type OpenedPackage, openPackage } from './open-module.ts'
import { readPackageFile } from './package-file.ts'
import { checkOverrides, checkPageFiles } from './page-files.ts'

export interface Discovery {
  /** The modules that are on, by the order of their package names. */
  readonly modules: readonly InstalledModule[]
  /** Texts of packages that are no modules. */
  readonly locales: readonly LocaleFolder[]
  /** Whether every package was opened: what the others could not find may be in one that was not. */
  readonly complete: boolean
  readonly problems: readonly AshlarError[]
}

export interface DiscoverOptions {
  readonly appFolder: string
  readonly config: AppConfig
  /** The packages to look at. @default the dependencies in the app's package.json */
  readonly packages?: readonly string[]
}

/** Finds the modules of the app in `appFolder`, as its configuration includes or excludes them. */
export async function discoverModules({ appFolder, config, packages }: DiscoverOptions): Promise<Discovery> {
  const dependencies = await listDependencies(appFolder)
  if (dependencies instanceof AshlarError)
    return { modules: [], locales: [], complete: false, problems: [dependencies] }
  const opened = await Promise.all((packages ?? dependencies).map((name) => openPackage(name, appFolder)))
  const installed = opened.flatMap(({ module }) => module?.manifest ?? [])
  // What is wrong with a module that is off must not keep the app from booting without it.
  const counted = opened.filter(({ module }) => module === undefined || isOn(module.manifest.id, config))
  const modules = counted.flatMap(({ module }) => module ?? [])
  const complete = opened.every(({ module, problems }) => module !== undefined || problems.length === 0)
  return {
    modules,
    locales: opened.flatMap(({ locales }) => locales ?? []),
    complete,
    problems: [
      ...counted.flatMap(({ problems }) => problems),
      ...(complete ? checkConfiguredIds(config, opened) : []),
      ...(await Promise.all(modules.map(({ manifest, pagesFolder }) => checkPageFiles(manifest, pagesFolder)))).flat(),
      ...(packages ? [] : await checkOverrides(appFolder, installed)),
    ],
  }
}

async function listDependencies(appFolder: string): Promise<readonly string[] | AshlarError> {
  const file = join(appFolder, 'package.json')
  if (!existsSync(file)) return appPackageMissing(appFolder)
  try {
    return Object.keys((await readPackageFile(file)).dependencies).toSorted()
  } catch (error) {
    if (error instanceof AshlarError) return error
    throw error
  }
}

function isOn(id: string, { modules }: AppConfig): boolean {
  if (modules?.include && !modules.include.includes(id)) return false
  return !modules?.exclude?.includes(id)
}

function checkConfiguredIds(config: AppConfig, opened: readonly OpenedPackage[]): AshlarError[] {
  const ids = opened.flatMap(({ module }) => module?.manifest.id ?? [])
  return (['include', 'exclude'] as const).flatMap((list) =>
    (config.modules?.[list] ?? [])
      .filter((id) => !ids.includes(id))
      .map((id) => configuredModuleUnknown(list, id, ids)),
  )
}
