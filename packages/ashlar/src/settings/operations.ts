/** What people and programs may ask of settings, and do about them. */
import {
  type ExplainedSetting,
  type SettingLevel,
  type SettingOwner,
  type Settings,
  settingVariable,
} from '../contract/settings.ts'
import type { DeclaredSetting, FindDeclared } from './declared-setting.ts'
import { settingOfNoModule, settingRefused } from './errors.ts'
import { readText } from './read-text.ts'
import type { Resolver } from './resolve-setting.ts'
import type { SettingWriter } from './write-setting.ts'

/** A setting, its value and where that comes from. A secret's value is masked wherever it is written. */
export interface SettingFacts extends ExplainedSetting {
  /** `users.signUp`. */
  readonly setting: string
  readonly help: string
  readonly secret: boolean
  /** The environment variable it is read from. */
  readonly variable: string
  /** Where it may be changed while the app runs. */
  readonly levels: readonly SettingLevel[]
}

export interface SettingOperations {
  /** Every setting of every module, with the value that holds for an owner. */
  readonly list: (owner?: SettingOwner) => Promise<readonly SettingFacts[]>
  /** @throws ASH211 when there is no such setting. */
  readonly show: (setting: string, owner?: SettingOwner) => Promise<SettingFacts>
  /** Sets a value from a text, which is read as that of an environment variable is. Runs in a unit of work. */
  readonly set: (setting: string, text: string, owner?: SettingOwner) => Promise<void>
  readonly unset: (setting: string, owner?: SettingOwner) => Promise<void>
}

export interface OperationsOptions {
  readonly declared: readonly Settings[]
  readonly find: FindDeclared
  readonly resolver: Resolver
  readonly write: SettingWriter
}

export function createSettingOperations({ declared, find, resolver, write }: OperationsOptions): SettingOperations {
  const findByName = (setting: string): DeclaredSetting => {
    const [module = '', ...name] = setting.split('.')
    const modules = declared.map((settings) => settings.module)
    if (!modules.includes(module) || name.length === 0) throw settingOfNoModule(setting, modules)
    return find(module, name.join('.'))
  }

  async function describe(found: DeclaredSetting, owner: SettingOwner): Promise<SettingFacts> {
    const { module, name, setting } = found
    return {
      setting: `${module}.${name}`,
      help: setting.help,
      secret: setting.secret ?? false,
      variable: settingVariable(module, name, setting.env),
      levels: setting.levels ?? [],
      ...(await resolver.explain(found, owner)),
    }
  }

  return {
    list: (owner = {}) => {
      const all = declared.flatMap(({ module, declarations }) =>
        Object.entries(declarations).map(([name, setting]) => ({ module, name, setting })),
      )
      return Promise.all(all.map((each) => describe(each, owner)))
    },
    show: async (setting, owner = {}) => describe(findByName(setting), owner),
    async set(setting, text, owner = {}) {
      const found = findByName(setting)
      const read = readText(found.setting.schema, text)
      if ('expected' in read)
        throw settingRefused(found.module, found.name, found.setting.help, `expected ${read.expected}`)
      await write.set(found, read.value, owner)
    },
    unset: async (setting, owner = {}) => write.unset(findByName(setting), owner),
  }
}
