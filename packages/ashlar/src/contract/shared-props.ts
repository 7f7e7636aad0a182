import type { AccountPaths } from './identity.ts'
import type { MenuItem } from './menu.ts'

/** The props that every page receives besides its own. */
export interface SharedProps {
  readonly app: {
    readonly name: string
    /** The address of the page that the app opens with. */
    readonly home: string
  }
  /** The signed-in user, or `null` for a visitor. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null
  /** The ways in and out, in an app that has users. */
  readonly account: AccountPaths | null
  /** The names of this user's permissions. */
  readonly permissions: readonly string[]
  readonly menu: readonly MenuItem[]
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
