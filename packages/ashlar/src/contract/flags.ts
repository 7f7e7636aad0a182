/** Features that are switched on and off while the app runs, for everybody or for some. */

/** Whom a share of a feature is counted by: all of a tenant's people together, or each by himself. */
export type FlagSubjectKind = 'user' | 'tenant'

/** What `flag()` is told. */
export interface FlagOptions {
  /** One line: what is different where it is on. */
  readonly help: string
  /** Whether it is on where nobody has said anything. @default false */
  readonly default?: boolean
  /** Whom a share in percent is counted by. Who has none, such as a visitor, is in no share below 100. @default 'user' */
  readonly by?: FlagSubjectKind
}

/** A feature that a module can switch. */
export interface FlagDeclaration<Name extends string = string> {
  readonly kind: 'flag'
  /** `module.name`, as in `billing.new-invoice`. */
  readonly name: Name
  readonly options: FlagOptions
}

/** For whom a feature is on; for all who fit any of it. */
export interface FlagRules {
  /** On or off for everybody. */
  readonly everybody?: boolean | undefined
  /** The ids of tenants. */
  readonly tenants?: readonly string[] | undefined
  readonly roles?: readonly string[] | undefined
  /** The ids of users. */
  readonly users?: readonly string[] | undefined
  /** A share of all, from 0 to 100. Whoever is in it stays in it when it grows. */
  readonly percent?: number | undefined
}

/** Who a feature may be on for. */
export interface FlagSubject {
  readonly tenant?: string | undefined
  readonly user?: string | undefined
  readonly roles?: readonly string[] | undefined
}

/** Whether a feature is on, and why. */
export interface ExplainedFlag {
  readonly on: boolean
  /** What decided: the default, or the part of the rules that fits; `none` when nothing does. */
  readonly because: 'default' | 'everybody' | 'tenant' | 'role' | 'user' | 'percent' | 'none'
  /** What was set; absent while the default holds. */
  readonly rules?: FlagRules
  /** Why the default holds although something was set: that does not fit any more. */
  readonly problem?: string
}

/** How a module reads and switches flags. */
export interface Flags {
  /** Whether a feature is on, from memory. @default for whoever the current request, job or handler acts for */
  readonly isOn: (flag: FlagDeclaration, subject?: FlagSubject) => boolean
  readonly explain: (flag: FlagDeclaration, subject?: FlagSubject) => ExplainedFlag
  /**
   * Switches a feature of the module's own within the unit of work of the caller. What was set before is replaced as a
   * whole. Kept, every process has it within a second.
   *
   * @throws ASH207 outside of a unit of work, ASH208 where only reading is allowed, ASH544 for rules that make no sense,
   *   ASH545 for another module's flag.
   */
  readonly set: (flag: FlagDeclaration, rules: FlagRules) => Promise<void>
  /** Takes back what was set, so that the default holds. @throws what `set` throws. */
  readonly unset: (flag: FlagDeclaration) => Promise<void>
}

/** Declares a feature that can be switched. Its name begins with the id of its module. */
export function flag<const Name extends `${string}.${string}`>(
  name: Name,
  options: FlagOptions,
): FlagDeclaration<Name> {
  return Object.freeze({ kind: 'flag', name, options })
}
