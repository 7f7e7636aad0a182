/** Every error that reading settings and the environment can raise. */
import { AshlarError } from '../contract/errors.ts'

export interface SettingPlace {
  readonly module: string
  readonly name: string
  readonly variable: string
  readonly help: string
}

export function settingMissing({ module, name, variable, help }: SettingPlace): AshlarError {
  return new AshlarError(
    'ASH200',
    500,
    `The setting "${name}" of module "${module}" has no value (${help}). Set the environment variable ${variable}, or settings.${module}.${name} in app.config.ts.`,
    { details: { module, name, variable } },
  )
}

/** Says what is wrong with a value, never the value: it may be a secret. */
export function settingInvalid({ module, name, variable }: SettingPlace, reason: string): AshlarError {
  return new AshlarError(
    'ASH201',
    500,
    `The setting "${name}" of module "${module}" has a value that does not fit: ${reason} Correct the environment variable ${variable}, or settings.${module}.${name} in app.config.ts.`,
    { details: { module, name, variable } },
  )
}

export function environmentInvalid(variable: string, reason: string): AshlarError {
  return new AshlarError('ASH202', 500, `The environment variable ${variable} does not fit: ${reason} Correct it.`, {
    details: { variable },
  })
}
