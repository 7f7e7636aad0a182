import { join } from 'node:path'
import type { AppConfig, BootOptions, DefinedModule, ModuleManifest, ModuleSource } from 'ashlar/runtime'
import { type AssetTable, createBuiltAssets, type Renderer } from './built-assets.ts'

/** What a build writes down of an app. */
export interface BuiltAppParts {
  readonly name: string
  readonly config: AppConfig
  /** The manifests of all modules as one JSON text: parsing it is faster than running it as a literal. */
  readonly manifests: string
  /** Loads the file of a module's definition, by the module's id. */
  readonly definitions: Readonly<Record<string, () => Promise<{ default: unknown }>>>
  /** The namespaces of texts that belong to no module. */
  readonly namespaces: readonly string[]
  readonly assets: AssetTable
  readonly loadRenderer: () => Promise<Renderer>
}

/** The part of an app's boot that a build decides. */
export type BuiltApp = Pick<BootOptions, 'name' | 'config' | 'modules' | 'locales' | 'assets'>

/** Puts a built app together from what the build wrote down, and from the files below its `dist` folder. */
export function createBuiltApp(parts: BuiltAppParts, distFolder: string): BuiltApp {
  const manifests = JSON.parse(parts.manifests) as readonly ModuleManifest[]
  return {
    name: parts.name,
    config: parts.config,
    modules: manifests.map((manifest) => createSource(manifest, parts, distFolder)),
    locales: parts.namespaces.map((id) => ({ id, localesFolder: join(distFolder, 'locales', id) })),
    assets: createBuiltAssets(parts.assets, join(distFolder, 'client'), parts.loadRenderer),
  }
}

function createSource(manifest: ModuleManifest, { definitions }: BuiltAppParts, distFolder: string): ModuleSource {
  const folder = join(distFolder, 'modules', manifest.id)
  return {
    manifest,
    load: async () => {
      const file = await definitions[manifest.id]?.()
      return file?.default as DefinedModule
    },
    migrationsFolder: join(folder, 'migrations'),
    localesFolder: join(folder, 'locales'),
  }
}
