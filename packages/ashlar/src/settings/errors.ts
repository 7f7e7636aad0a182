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

export function settingNameTaken(module: string, name: string): AshlarError {
  return new AshlarError(
    'ASH205',
    500,
    `Module "${module}" has a setting called "${name}", which is what its behaviour calls on its settings. Give the setting another name.`,
    { details: { module, name } },
  )
}

/** A level says where a value holds; without any, a setting is read when the app boots. */
export function settingNotChangeable(
  { module, name, variable }: Pick<SettingPlace, 'module' | 'name' | 'variable'>,
  level: string,
  levels: readonly string[],
): AshlarError {
  const sentence =
    levels.length === 0
      ? `cannot be changed while the app runs. Set the environment variable ${variable}, or add levels to its declaration.`
      : `cannot be changed for ${nameOfLevel(level)}, but for ${levels.map(nameOfLevel).join(' or ')}. Name whose value is meant, or add the level to its declaration.`
  return new AshlarError('ASH206', 500, `The setting "${name}" of module "${module}" ${sentence}`, {
    details: { module, name, levels },
  })
}

const levelNames: ReadonlyMap<string, string> = new Map([
  ['system', 'the whole app'],
  ['tenant', 'a tenant'],
  ['user', 'a user'],
])

/** A level in words: `a tenant`. */
const nameOfLevel = (level: string): string => levelNames.get(level) ?? level

export function changedOutside(thing: string): AshlarError {
  return new AshlarError(
    'ASH207',
    500,
    `${thing} was changed outside of a request, job, command or test, or after its transaction had ended. Change it where a unit of work is open, and await what leads there.`,
    { details: { thing } },
  )
}

export function changedWhileReading(thing: string): AshlarError {
  return new AshlarError(
    'ASH208',
    500,
    `${thing} was changed on a GET, which cannot write. Change it on a route that may.`,
    { details: { thing } },
  )
}

/** Says what is wrong with a value, never the value. */
export function settingRefused(module: string, name: string, help: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH209',
    422,
    `The value for the setting "${name}" of module "${module}" does not fit (${help}): ${reason}. Give one that fits its schema.`,
    { details: { module, name } },
  )
}

export function settingOfOtherTenant(thing: string): AshlarError {
  return new AshlarError(
    'ASH210',
    403,
    `${thing} was asked for in the name of one tenant while working for another. Leave the tenant out, or run this within withTenant().`,
    { details: { thing } },
  )
}

export function settingUndeclared(module: string, name: string, known: readonly string[]): AshlarError {
  const remedy = known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`
  return new AshlarError('ASH211', 404, `Module "${module}" has no setting "${name}". ${remedy} Correct the name.`, {
    details: { module, name, known },
  })
}

/** @param modules the modules that have settings. */
export function settingOfNoModule(name: string, modules: readonly string[]): AshlarError {
  const known = modules.length === 0 ? 'no module has any' : `those with settings are ${modules.join(', ')}`
  const sentence = `There is no setting "${name}". A setting is named by its module and its name, such as users.signUp; ${known}.`
  return new AshlarError('ASH214', 404, sentence, { details: { name, modules } })
}

export function keyMissing(settings: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH212',
    500,
    `${settings.join(', ')} can be changed while the app runs and is a secret, but there is no key to encrypt it with. Set the environment variable APP_KEY to at least 32 random characters.`,
    { details: { settings } },
  )
}

export function ownerInvalid(level: 'tenant' | 'user'): AshlarError {
  const problem = level === 'tenant' ? 'no UUID in lower case' : 'empty, longer than 200 characters or has a NUL in it'
  return new AshlarError(
    'ASH213',
    500,
    `The id of ${nameOfLevel(level)} whose setting or flag was meant is ${problem}. Give the id as the app knows it.`,
    { details: { level } },
  )
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const settingsErrors = {
  settingMissing,
  settingInvalid,
  environmentInvalid,
  settingUnknown,
  environmentFileUnreadable,
  settingNameTaken,
  settingNotChangeable,
  changedOutside,
  changedWhileReading,
  settingRefused,
  settingOfOtherTenant,
  settingUndeclared,
  settingOfNoModule,
  keyMissing,
  ownerInvalid,
}
