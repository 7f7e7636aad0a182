/** Reads the settings of modules: the environment first, then the app's configuration, then the schema's default. */
import type { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { freezeDeep } from '../contract/freeze-deep.ts'
import {
  type Setting,
  type SettingMethods,
  type SettingSource,
  type Settings,
  settingVariable,
} from '../contract/settings.ts'
import { type SettingPlace, settingInvalid, settingMissing, settingNameTaken, settingUnknown } from './errors.ts'
import { readText } from './read-text.ts'

/** Variables by name, as a process has them. An empty one counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What reading settings came to. */
export interface ReadSettings {
  /** Values by module and name, frozen. A setting with a problem has none. */
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  /** Where each value comes from, likewise. */
  readonly sources: ReadonlyMap<string, Readonly<Record<string, SettingSource>>>
  readonly problems: readonly AshlarError[]
}

/**
 * Reads and checks the settings of every module; all problems come together.
 *
 * @param configured Values by module and name, of the types that the schemas expect.
 */
export function readSettings(
  declared: readonly Settings[],
  configured: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  environment: Environment,
): ReadSettings {
  const values = new Map<string, Readonly<Record<string, unknown>>>()
  const sources = new Map<string, Readonly<Record<string, SettingSource>>>()
  const problems: AshlarError[] = []
  for (const { module, declarations } of declared) {
    const given = configured[module] ?? {}
    const read: Record<string, unknown> = {}
    const from: Record<string, SettingSource> = {}
    for (const [name, setting] of Object.entries(declarations)) {
      const result = readSetting({ module, name, setting }, given[name], environment)
      if (result.problem) problems.push(result.problem)
      else {
        read[name] = result.value
        from[name] = result.source
      }
    }
    const known = Object.keys(declarations)
    problems.push(
      ...known.filter((name) => methodNames.has(name)).map((name) => settingNameTaken(module, name)),
      ...Object.keys(given)
        .filter((name) => !known.includes(name))
        .map((name) => settingUnknown(module, name, known)),
    )
    values.set(module, Object.freeze(read))
    sources.set(module, from)
  }
  return { values, sources, problems }
}

/** What a behaviour calls on its settings. */
const methodNames: ReadonlySet<string> = new Set([
  'get',
  'set',
  'unset',
  'explain',
] satisfies (keyof SettingMethods<Settings>)[])

type Read =
  | { readonly value: unknown; readonly source: SettingSource; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: AshlarError }

function readSetting(
  { module, name, setting }: { readonly module: string; readonly name: string; readonly setting: Setting },
  configured: unknown,
  environment: Environment,
): Read {
  const variable = settingVariable(module, name, setting.env)
  const place: SettingPlace = { module, name, variable, help: setting.help, secret: setting.secret ?? false }
  const text = environment[variable] || undefined
  const refuse = (reason: string): Read => ({
    problem: settingInvalid(place, text === undefined ? 'configuration' : 'environment', reason),
  })
  try {
    const given = text === undefined ? { value: configured } : readText(setting.schema, text)
    if ('expected' in given) return refuse(`expected ${given.expected}`)
    const parsed = setting.schema.safeParse(given.value)
    if (parsed.success) {
      const source = text !== undefined ? 'environment' : configured === undefined ? 'default' : 'configuration'
      return { value: freezeDeep(parsed.data), source }
    }
    if (text === undefined && configured === undefined) return { problem: settingMissing(place) }
    return refuse(sayWhy(place, parsed.error.issues))
  } catch (error) {
    // A transform of the schema raised; what it says may quote the value.
    return refuse(`its schema raised a ${error instanceof Error ? error.name : typeof error}`)
  }
}

/**
 * Says why a value does not fit. Of a secret only by the kinds of its issues: a message, a path or the name of a key may hold
 * the value or a piece of it, in whatever form its schema has given it.
 */
export function sayWhy({ secret }: { readonly secret: boolean }, issues: readonly z.core.$ZodIssue[]): string {
  if (secret) return `it breaks its schema (${[...new Set(issues.map(({ code }) => code))].join(', ')})`
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ')
}
