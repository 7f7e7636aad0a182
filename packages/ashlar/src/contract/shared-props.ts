import type { AccountPaths } from './identity.ts'
import type { MenuItem } from './menu.ts'
import type { TenantPaths } from './tenants.ts'

/** The tenants that a user may work for. */
export interface SharedTenants {
  /** The one that the page is for; `null` before one is chosen. */
  readonly current: { readonly name: string; readonly slug: string } | null
  /** At most ten of them, by name. */
  readonly choices: readonly TenantChoice[]
  /** How many there are. */
  readonly count: number
  readonly paths: TenantPaths
}

export interface TenantChoice {
  readonly name: string
  readonly slug: string
  readonly suspended: boolean
  /** Where it is found when tenants have subdomains, such as `//acme.shop.example/`; `null` where the session keeps the choice. */
  readonly address: string | null
}

/** The props that every page receives besides its own. */
export interface SharedProps {
  readonly app: {
    readonly name: string
    /** The address of the page that the app opens with. */
    readonly home: string
    /** Where its days begin and end, such as `Europe/Berlin`. */
    readonly timeZone: string
  }
  /** The signed-in user, or `null` for a visitor. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null
  /** The ways in and out, in an app that has users. */
  readonly account: AccountPaths | null
  /** The names of this user's permissions. */
  readonly permissions: readonly string[]
  readonly menu: readonly MenuItem[]
  /** Of the flags that this page's modules declare, those that are on; absent where they declare none. */
  readonly flags?: readonly string[]
  /** The tenants of the user; `null` for a visitor, and in an app that serves a single one. */
  readonly tenancy: SharedTenants | null
  readonly locale: {
    /** A BCP 47 language tag, such as `en`. */
    readonly language: string
    readonly dir: 'ltr' | 'rtl'
    /** The translations this page needs, by namespace (a module's id). */
    readonly namespaces: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
  /** The messages of the form that was sent last, by field. */
  readonly errors: Readonly<Record<string, string>>
}
