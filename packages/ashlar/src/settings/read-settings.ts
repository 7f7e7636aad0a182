/** Reads the settings of modules: the environment first, then the app's configuration, then the schema's default. */
import type { AshlarError } from '../contract/errors.ts'
import { type Setting, type Settings, settingVariable } from '../contract/settings.ts'
import { settingInvalid, settingMissing } from './errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ReadSettings {
  /** Values by module and name. */
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly problems: readonly AshlarError[]
}

/** Reads and checks the settings of every module; all problems come together. */
export function readSettings(
  declared: readonly Settings[],
  configured: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  environment: Environment,
): ReadSettings {
  const values = new Map<string, Readonly<Record<string, unknown>>>()
  const problems: AshlarError[] = []
  for (const { module, declarations } of declared) {
    const read: Record<string, unknown> = {}
    for (const [name, setting] of Object.entries(declarations)) {
      const variable = settingVariable(module, name, setting)
      const place = { module, name, variable, help: setting.help }
      const given = environment[variable] ?? configured[module]?.[name]
      const result = parseSetting(setting, given)
      if (result.success) read[name] = result.value
      else problems.push(given === undefined ? settingMissing(place) : settingInvalid(place, result.reason))
    }
    values.set(module, Object.freeze(read))
  }
  return { values, problems }
}

type Parsed = { readonly success: true; readonly value: unknown } | { readonly success: false; readonly reason: string }

/** A text that does not fit as it stands is read as JSON: so `true`, `15` and `["a"]` come from an environment variable. */
function parseSetting({ schema }: Setting, given: unknown): Parsed {
  const direct = schema.safeParse(given)
  if (direct.success) return { success: true, value: direct.data }
  const reason = direct.error.issues.map(({ message }) => message).join(' ')
  if (typeof given !== 'string') return { success: false, reason }
  try {
    const read = schema.safeParse(JSON.parse(given))
    return read.success ? { success: true, value: read.data } : { success: false, reason }
  } catch {
    return { success: false, reason }
  }
}
