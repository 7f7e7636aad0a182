/** Reads the settings of modules: the environment first, then the app's configuration, then the schema's default. */
import type { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { type Setting, type Settings, settingVariable } from '../contract/settings.ts'
import { type SettingPlace, settingInvalid, settingMissing, settingUnknown } from './errors.ts'
import { readText } from './read-text.ts'

/** Variables by name, as a process has them. An empty one counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What reading settings came to. */
export interface ReadSettings {
  /** Values by module and name, frozen. A setting with a problem has none. */
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>
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
  const problems: AshlarError[] = []
  for (const { module, declarations } of declared) {
    const given = configured[module] ?? {}
    const read: Record<string, unknown> = {}
    for (const [name, setting] of Object.entries(declarations)) {
      const result = readSetting({ module, name, setting }, given[name], environment)
      if (result.problem) problems.push(result.problem)
      else read[name] = result.value
    }
    const known = Object.keys(declarations)
    problems.push(
      ...Object.keys(given)
        .filter((name) => !known.includes(name))
        .map((name) => settingUnknown(module, name, known)),
    )
    values.set(module, Object.freeze(read))
  }
  return { values, problems }
}

type Read =
  | { readonly value: unknown; readonly problem?: undefined }
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
    if (parsed.success) return { value: parsed.data }
    if (text === undefined && configured === undefined) return { problem: settingMissing(place) }
    return refuse(sayWhy(place, parsed.error.issues, text ?? configured))
  } catch (error) {
    // A transform of the schema raised; what it says may quote the value.
    return refuse(`its schema raised a ${error instanceof Error ? error.name : typeof error}`)
  }
}

/** A message that an author wrote may quote the value, which for a secret nobody may see. */
function sayWhy({ secret }: SettingPlace, issues: readonly z.core.$ZodIssue[], value: unknown): string {
  const reason = issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
  return secret && reason.includes(String(value)) ? 'it breaks its schema' : reason
}
