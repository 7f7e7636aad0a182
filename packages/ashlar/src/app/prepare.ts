/** Finds every problem of an app that can be found without its database. */
import type { AshlarError } from '../contract/errors.ts'
import type { Settings } from '../contract/settings.ts'
import { loadTranslations, type Translations } from '../i18n/index.ts'
import { checkSchedules } from '../module/check-jobs.ts'
import { checkModules } from '../module/check-modules.ts'
import { bootRefused } from '../module/errors.ts'
import { orderModules } from '../module/graph.ts'
import type { ModuleManifest, ModuleSource } from '../module/manifest.ts'
import { keyMissing } from '../settings/errors.ts'
import { type KeyRing, readKeyRing } from '../settings/key-ring.ts'
import { type ReadSettings, readSettings } from '../settings/read-settings.ts'
import type { BootOptions } from './boot-options.ts'
import { checkPages } from './check-pages.ts'
import { checkRelay } from './events.ts'

/** An app in which nothing is wrong, as far as can be seen. */
export interface Prepared {
  readonly sources: readonly ModuleSource[]
  readonly manifests: readonly ModuleManifest[]
  readonly declared: readonly Settings[]
  readonly read: ReadSettings
  readonly ring: KeyRing | undefined
  readonly translations: Translations
}

/** Reads all that can be known without the database. @throws ASH128 with every problem found. */
export async function prepare(options: BootOptions): Promise<Prepared> {
  const { config, modules, problems = [], complete = true, locales = [], environment, production } = options
  const found = [
    ...problems,
    ...checkModules(
      modules.map(({ manifest }) => manifest),
      config,
      { complete },
    ),
    ...checkRelay(
      modules.map(({ manifest }) => manifest),
      config,
    ),
  ]
  const schedules = await checkSchedules(modules.map(({ manifest }) => manifest))
  const withSettings = await Promise.all(
    modules.filter(({ manifest }) => manifest.settings.length > 0).map(({ load }) => load()),
  )
  const declared = withSettings.flatMap(({ settings }) => settings ?? [])
  const read = readSettings(declared, config.settings ?? {}, environment)
  const keys = readKeyRing(environment)
  const [first = 'en', ...others] = config.languages ?? []
  const localeSources = modules.map(({ manifest, localesFolder }) => ({ id: manifest.id, localesFolder }))
  const texts = await loadTranslations([...locales, ...localeSources], [first, ...others])
  const pages = production ? [] : await checkPages(modules)
  const all = [
    ...found,
    ...schedules,
    ...read.problems,
    ...keys.problems,
    ...checkKeys(declared, keys.ring),
    ...texts.problems,
    ...pages,
  ]
  if (all.length > 0) throw bootRefused(all)

  const byId = new Map(modules.map((source) => [source.manifest.id, source]))
  const sources = orderModules(modules.map(({ manifest }) => manifest)).ids.flatMap((id) => byId.get(id) ?? [])
  return {
    sources,
    manifests: sources.map(({ manifest }) => manifest),
    declared,
    read,
    ring: keys.ring,
    translations: texts.translations,
  }
}

/** A secret that can be changed is kept in the database, where nobody may read it. */
function checkKeys(declared: readonly Settings[], ring: KeyRing | undefined): AshlarError[] {
  const kept = declared.flatMap(({ module, declarations }) =>
    Object.entries(declarations)
      .filter(([, { secret, levels = [] }]) => secret && levels.length > 0)
      .map(([name]) => `${module}.${name}`),
  )
  return kept.length > 0 && ring === undefined ? [keyMissing(kept)] : []
}
