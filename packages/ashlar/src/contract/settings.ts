import type { z } from 'zod'
import type { Secret } from './secret.ts'

/** Where a setting may be changed while the app runs: for the whole app, for one tenant, for one user. */
export type SettingLevel = 'system' | 'tenant' | 'user'

/** Where a value comes from, the weakest first: what comes later goes before it. */
export type SettingSource = 'default' | 'configuration' | 'environment' | SettingLevel

/** One value that can be set from outside. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  /** One line of help: what it changes, in which unit. */
  readonly help: string
  /** The environment variable it is read from. @default `<MODULE>_<NAME>`, in upper case with underscores */
  readonly env?: string
  /** Whether the value is a secret: given as a `Secret`, encrypted where it is kept, never logged, never shown. @default false */
  readonly secret?: boolean
  /** Where it may be changed while the app runs. @default nowhere: it is read when the app boots */
  readonly levels?: readonly SettingLevel[]
}

/** The settings of one module, by name. */
export interface Settings<Declarations extends Readonly<Record<string, Setting>> = Readonly<Record<string, Setting>>> {
  readonly kind: 'settings'
  readonly module: string
  readonly declarations: Declarations
}

type DeclarationsOf<S extends Settings> = S['declarations']

/** What a setting is given as. */
export type SettingValue<S extends Setting> = S extends { readonly secret: true }
  ? Secret<z.output<S['schema']>>
  : z.output<S['schema']>

/** The levels of a setting; none for one that is read when the app boots. */
type LevelsOf<S extends Setting> = S extends { readonly levels: readonly (infer Level extends SettingLevel)[] }
  ? Level
  : never

/** The names of settings that have one value for the whole app. */
type AppWide<Declarations extends Readonly<Record<string, Setting>>> = {
  [Name in keyof Declarations]: Extract<LevelsOf<Declarations[Name]>, 'tenant' | 'user'> extends never ? Name : never
}[keyof Declarations]

/** The names of settings that may be changed while the app runs. */
type Changeable<Declarations extends Readonly<Record<string, Setting>>> = {
  [Name in keyof Declarations]: LevelsOf<Declarations[Name]> extends never ? never : Name
}[keyof Declarations] &
  string

/** The values of a module's settings that are the same for the whole app. Each read gives the value of that moment. */
export type SettingValues<S extends Settings> = {
  readonly [Name in AppWide<DeclarationsOf<S>>]: SettingValue<DeclarationsOf<S>[Name]>
}

/** Whose value is meant. */
export interface SettingOwner {
  /** The id of a tenant. @default the one at work, if there is one */
  readonly tenant?: string | undefined
  /** The id of a user. */
  readonly user?: string | undefined
}

type OwnerAt<Level extends SettingLevel> = Level extends 'system'
  ? Readonly<Record<string, never>>
  : Level extends 'tenant'
    ? { readonly tenant: string }
    : { readonly user: string }

/** The whole app needs no naming; a tenant or a user does. */
type OwnerArgument<Level extends SettingLevel> = 'system' extends Level
  ? [owner?: OwnerAt<Level>]
  : [owner: OwnerAt<Level>]

/** One source that has a value for a setting. */
export interface SettingFound<Value = unknown> {
  readonly source: SettingSource
  /** What it says; absent when that does not fit the schema any more, so that the next weaker source holds. */
  readonly value?: Value
  /** Why it does not fit. */
  readonly problem?: string
  /** When it was set, where that happened while the app ran. */
  readonly changedAt?: Date
  /** The id of who set it. */
  readonly changedBy?: string
  /** Whether it is a secret that an older key has encrypted: set anew, that key is not needed for it any more. */
  readonly olderKey?: boolean
}

/** A value, and why it is that. */
export interface ExplainedSetting<Value = unknown> {
  readonly value: Value
  readonly source: SettingSource
  /** Every source that says something, the strongest first. */
  readonly found: readonly SettingFound<Value>[]
}

/** How a module reads and changes its settings while the app runs. */
export interface SettingMethods<S extends Settings> {
  /**
   * The value that holds for a tenant and a user: without naming one, for those of the current request, job or handler.
   *
   * From memory, but for the first time that somebody's values are asked for. A unit of work that has changed settings
   * reads what it will keep. While the database is away, the last that is known holds.
   */
  readonly get: <Name extends keyof DeclarationsOf<S> & string>(
    name: Name,
    owner?: SettingOwner,
  ) => Promise<SettingValue<DeclarationsOf<S>[Name]>>
  /**
   * Changes a value within the unit of work of the caller: for the whole app, or for who is named. Kept, every process has
   * it within a second.
   *
   * @throws ASH206 for a setting that cannot be changed there, ASH207 outside of a unit of work, ASH208 where only reading is
   *   allowed, ASH209 for a value that does not fit, ASH210 for a tenant other than that of the unit of work.
   */
  readonly set: <Name extends Changeable<DeclarationsOf<S>>>(
    name: Name,
    value: z.input<DeclarationsOf<S>[Name]['schema']>,
    ...owner: OwnerArgument<LevelsOf<DeclarationsOf<S>[Name]>>
  ) => Promise<void>
  /** Takes back what was set there, so that the next weaker source holds. @throws what `set` throws. */
  readonly unset: <Name extends Changeable<DeclarationsOf<S>>>(
    name: Name,
    ...owner: OwnerArgument<LevelsOf<DeclarationsOf<S>[Name]>>
  ) => Promise<void>
  /** The value with its source, and what every other source says. */
  readonly explain: <Name extends keyof DeclarationsOf<S> & string>(
    name: Name,
    owner?: SettingOwner,
  ) => Promise<ExplainedSetting<SettingValue<DeclarationsOf<S>[Name]>>>
}

/** What a behaviour is given of its settings. */
export type LiveSettings<S extends Settings> = SettingValues<S> & SettingMethods<S>

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
