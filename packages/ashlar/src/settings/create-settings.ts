/** The settings of an app as they are at each moment: what its modules are given, and what people ask of them. */
import type { Logger } from 'pino'
import type { LiveSettings, SettingOwner, Settings } from '../contract/settings.ts'
import type { FindDeclared } from './declared-setting.ts'
import { settingUndeclared } from './errors.ts'
import type { KeyRing } from './key-ring.ts'
import { createSettingOperations, type SettingOperations } from './operations.ts'
import type { ReadSettings } from './read-settings.ts'
import { createResolver } from './resolve-setting.ts'
import type { SettingStore } from './setting-store.ts'
import { createWriter } from './write-setting.ts'

export interface CreateSettingsOptions {
  readonly declared: readonly Settings[]
  /** What configuration and environment say. */
  readonly read: ReadSettings
  readonly store: SettingStore
  /** Seals secrets; needed where one can be changed. */
  readonly ring: KeyRing | undefined
  readonly log: Logger
}

export interface AppSettings {
  /** What a module's behaviour is given. */
  readonly of: (module: string) => LiveSettings<Settings>
  readonly operations: SettingOperations
}

export function createSettings({ declared, read, store, ring, log }: CreateSettingsOptions): AppSettings {
  const byModule = new Map(declared.map((settings) => [settings.module, settings]))
  const find: FindDeclared = (module, name) => {
    const declarations = byModule.get(module)?.declarations ?? {}
    const setting = Object.hasOwn(declarations, name) ? declarations[name] : undefined
    if (setting === undefined) throw settingUndeclared(module, name, Object.keys(declarations))
    return { module, name, setting }
  }
  const resolver = createResolver({ read, store, ring, log })
  const write = createWriter({ store, ring })

  function give(module: string): LiveSettings<Settings> {
    const declarations = byModule.get(module)?.declarations ?? {}
    const given = {
      get: async (name: string, owner?: SettingOwner) => (await resolver.resolve(find(module, name), owner)).value,
      set: (name: string, value: unknown, owner: SettingOwner = {}) => write.set(find(module, name), value, owner),
      unset: (name: string, owner: SettingOwner = {}) => write.unset(find(module, name), owner),
      explain: (name: string, owner?: SettingOwner) => resolver.explain(find(module, name), owner),
    }
    for (const [name, setting] of Object.entries(declarations)) {
      if (setting.levels?.some((level) => level !== 'system')) continue
      const found = { module, name, setting }
      Object.defineProperty(given, name, { enumerable: true, get: () => resolver.resolveForAll(found).value })
    }
    return Object.freeze(given) as unknown as LiveSettings<Settings>
  }

  return {
    of: give,
    operations: createSettingOperations({ declared, find, resolver, write }),
  }
}
