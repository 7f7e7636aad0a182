/** Every error that reading settings and the environment can raise. */
import { AshlarError } from '../contract/errors.ts'

/** Where a setting stands and where its value comes from. */
export interface SettingPlace {
  readonly module: string
  readonly name: string
  readonly variable: string
  readonly help: string
  readonly secret: boolean
}

export function settingMissing({ module, name, variable, help, secret }: SettingPlace): AshlarError {
  const remedy = secret
    ? `Set the environment variable ${variable}.`
    : `Set the environment variable ${variable}, or settings.${module}.${name} in app.config.ts.`
  return new AshlarError(
    'ASH200',
    500,
    `The setting "${name}" of module "${module}" has no value (${help}). ${remedy}`,
    {
      details: { module, name, variable },
    },
  )
}

/** Says what is wrong with a value, never the value: it may be a secret. */
export function settingInvalid(
  { module, name, variable, help }: SettingPlace,
  source: 'environment' | 'configuration',
  reason: string,
): AshlarError {
  const place =
    source === 'environment' ? `the environment variable ${variable}` : `settings.${module}.${name} in app.config.ts`
  return new AshlarError(
    'ASH201',
    500,
    `The setting "${name}" of module "${module}" has a value that does not fit (${help}): ${reason}. Correct ${place}.`,
    { details: { module, name, variable, source } },
  )
}

export function environmentInvalid(variable: string, expected: string): AshlarError {
  return new AshlarError('ASH202', 500, `The environment variable ${variable} does not fit. Set it to ${expected}.`, {
    details: { variable },
  })
}

export function settingUnknown(module: string, name: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH203',
    500,
    `settings.${module}.${name} in app.config.ts is no setting of module "${module}"; its settings are ${known.join(', ')}. Correct the name, or remove the line.`,
    { details: { module, name, known } },
  )
}

export function environmentFileUnreadable(file: string, cause: unknown): AshlarError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AshlarError('ASH204', 500, `${file} cannot be read: ${reason}. Make it a readable file, or remove it.`, {
    details: { file },
    cause,
  })
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const settingsErrors = {
  settingMissing,
  settingInvalid,
  environmentInvalid,
  settingUnknown,
  environmentFileUnreadable,
}
