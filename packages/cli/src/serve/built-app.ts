import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppConfig, BootOptions, DefinedModule, ModuleManifest, ModuleSource } from 'ashlar/runtime'
import { type AssetTable, createBuiltAssets, type Renderer } from './built-assets.ts'

/** What a build writes down of an app. */
export interface BuiltAppParts {
  readonly name: string
  readonly config: AppConfig
  /** Loads the file of a module's definition, by the module's id. */
  readonly definitions: Readonly<Record<string, () => Promise<{ default: unknown }>>>
  /** The namespaces of texts that belong to no module. */
  readonly namespaces: readonly string[]
  readonly loadRenderer: () => Promise<Renderer>
}

/** What a build writes down as JSON: reading that is faster than running it as code. */
export interface BuiltFacts {
  readonly manifests: readonly ModuleManifest[]
  readonly assets: AssetTable
}

/** The file of a build's facts, in its `dist` folder. */
export const factsFile = 'app.json'

/** The part of an app's boot that a build decides. */
export type BuiltApp = Pick<BootOptions, 'name' | 'config' | 'modules' | 'locales' | 'assets'>

/** Puts a built app together from what the build wrote down, and from the files below its `dist` folder. */
export function createBuiltApp(parts: BuiltAppParts, distFolder: string): BuiltApp {
  const facts = JSON.parse(readFileSync(join(distFolder, factsFile), 'utf8')) as BuiltFacts
  return {
    name: parts.name,
    config: parts.config,
    modules: facts.manifests.map((manifest) => createSource(manifest, parts, distFolder)),
    locales: parts.namespaces.map((id) => ({ id, localesFolder: join(distFolder, 'locales', id) })),
    assets: createBuiltAssets(facts.assets, join(distFolder, 'client'), parts.loadRenderer),
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
