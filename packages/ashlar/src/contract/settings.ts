import type { z } from 'zod'

/** One value that can be set from outside. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  /** One line of help: what it changes, in which unit. */
  readonly help: string
  /** The environment variable it is read from. @default `<MODULE>_<NAME>`, in upper case with underscores */
  readonly env?: string
  /** Whether the value is a secret: never logged, never shown. @default false */
  readonly secret?: boolean
}

/** The settings of one module, by name. */
export interface Settings<Declarations extends Readonly<Record<string, Setting>> = Readonly<Record<string, Setting>>> {
  readonly kind: 'settings'
  readonly module: string
  readonly declarations: Declarations
}

/** The values behind a module's settings, checked at boot. */
export type SettingValues<S extends Settings> = {
  readonly [Key in keyof S['declarations']]: z.output<S['declarations'][Key]['schema']>
}

/** Declares the settings of a module. A setting whose schema has no default must be given before the app boots. */
export function defineSettings<const Declarations extends Readonly<Record<string, Setting>>>(
  module: string,
  declarations: Declarations,
): Settings<Declarations> {
  return Object.freeze({ kind: 'settings', module, declarations })
}

/** The environment variable of a setting: the one it names itself, else of `signUp` of `users` it is `USERS_SIGN_UP`. */
export function settingVariable(module: string, name: string, env?: string): string {
  return (
    env ??
    `${module}_${name}`
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/-/g, '_')
      .toUpperCase()
  )
}
