/** Something a user may or may not do; its name starts with the id of the module that declares it. */
export interface Permission<Name extends string = string> {
  readonly kind: 'permission'
  readonly name: Name
  /** What it allows, in words for the person who grants it. */
  readonly label: string
}

/** The permissions of one module, by their short names. */
export type Permissions<Id extends string = string, Labels extends object = Record<string, string>> = {
  readonly [Key in keyof Labels & string]: Permission<`${Id}.${Key}`>
}

/** The names of a set of permissions, as a union: `'billing.read' | 'billing.pay'`. */
export type PermissionName<Set extends Permissions> = Set[keyof Set]['name']

/** Lets everybody in, signed in or not. */
export const anyone = { kind: 'anyone' } as const

/** Lets in whoever is signed in, whatever their permissions. */
export const signedIn = { kind: 'signed-in' } as const

/** Who may use a route. A route without it does not boot. */
export type Access = typeof anyone | typeof signedIn | Permission

/**
 * Declares what users of a module may be allowed to do.
 *
 * @example
 * const can = definePermissions('billing', { read: 'See invoices', pay: 'Pay invoices' })
 *
 * can.read.name // 'billing.read'
 */
export function definePermissions<const Id extends string, const Labels extends Readonly<Record<string, string>>>(
  id: Id,
  labels: Labels,
): Permissions<Id, Labels> {
  const entries = Object.entries(labels).map(([key, label]) => [
    key,
    Object.freeze({ kind: 'permission', name: `${id}.${key}`, label }),
  ])
  return Object.freeze(Object.fromEntries(entries)) as Permissions<Id, Labels>
}
