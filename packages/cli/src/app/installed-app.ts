import { pathToFileURL } from 'node:url'
import type { AshlarError } from 'ashlar/contract'
import {
  type AppConfig,
  bootRefused,
  checkModules,
  type Discovery,
  discoverModules,
  orderModules,
} from 'ashlar/runtime'
import { configNotLoadable, noAppHere } from '../errors.ts'
import { findPackageJson } from '../package-json.ts'
import { findConfigFile, getAppFolder } from './app-folder.ts'

/** A module that was found on disk, with its definition loaded. */
export type InstalledModule = Discovery['modules'][number]

/** An app as it stands on disk, before anything of it runs. */
export interface InstalledApp {
  /** The name people see. */
  readonly name: string
  readonly folder: string
  /** The file of its configuration. */
  readonly configFile: string
  readonly config: AppConfig
  /** The modules that are on, each after those it needs. */
  readonly modules: readonly InstalledModule[]
  /** Texts of packages that are no modules. */
  readonly locales: Discovery['locales']
  /** Everything that keeps it from booting. */
  readonly problems: readonly AshlarError[]
}

/**
 * Reads the app around a folder: its configuration and its modules, with all their problems.
 *
 * @throws ASH500 when there is no app, ASH507 when its configuration cannot be loaded.
 */
export async function readInstalledApp(from: string): Promise<InstalledApp> {
  const folder = getAppFolder(from)
  const configFile = findConfigFile(folder)
  if (configFile === undefined) throw noAppHere(from)
  const config = await loadConfig(configFile)
  const packageJson = await findPackageJson(folder)
  const { modules, locales, complete, problems } = await discoverModules({ appFolder: folder, config })
  const manifests = modules.map(({ manifest }) => manifest)
  return {
    name: config.name ?? packageJson?.name ?? folder,
    folder,
    configFile,
    config,
    modules: sortModules(modules),
    locales,
    problems: [...problems, ...checkModules(manifests, config, { complete })],
  }
}

/**
 * Reads the app around a folder, and refuses one that could not boot.
 *
 * @throws ASH128 with every problem of the app, besides what `readInstalledApp` raises.
 */
export async function getBootableApp(from: string): Promise<InstalledApp> {
  const app = await readInstalledApp(from)
  if (app.problems.length > 0) throw bootRefused(app.problems)
  return app
}

async function loadConfig(file: string): Promise<AppConfig> {
  let exported: unknown
  try {
    exported = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default
  } catch (cause) {
    throw configNotLoadable(file, cause)
  }
  if (typeof exported !== 'object' || exported === null) {
    throw configNotLoadable(file, 'it has no default export')
  }
  return exported
}

function sortModules(modules: readonly InstalledModule[]): readonly InstalledModule[] {
  const { ids } = orderModules(modules.map(({ manifest }) => manifest))
  const place = new Map(ids.map((id, index) => [id, index]))
  const placeOf = ({ manifest }: InstalledModule) => place.get(manifest.id) ?? Number.MAX_SAFE_INTEGER
  return modules.toSorted((left, right) => placeOf(left) - placeOf(right))
}
