import { service } from './services.ts'

/** A signed-in user, as the framework sees one. */
export interface Identity {
  readonly id: string
  readonly name: string
  readonly email: string
  /** The roles that the app's configuration maps to permissions. */
  readonly roles: readonly string[]
}

/** The parts of a request that can prove who sends it. */
export interface Credentials {
  /** The cookies of the request, by name. */
  readonly cookies: Readonly<Record<string, string>>
  /** The `Authorization` header, as sent. */
  readonly authorization: string | undefined
}

/** What a look-up of credentials found. */
export interface Authentication {
  readonly identity: Identity
  /** Names the session, so that it can be shown and revoked; never the token itself. */
  readonly sessionId: string
}

/** Where people sign in and out, and see their own account. */
export interface AccountPaths {
  readonly signIn: string
  /** Takes a `POST`. */
  readonly signOut: string
  readonly profile?: string
}

/** Finds out who sends a request. Called once for each request that carries credentials. */
export interface AuthProvider {
  /** The names of the cookies it reads; a request without any of them, and without `Authorization`, is a visitor's. */
  readonly cookieNames: readonly string[]
  /** The user behind the credentials, or `undefined` when they are unknown, expired or revoked. Never writes in the request's transaction. */
  authenticate(credentials: Credentials): Promise<Authentication | undefined>
  /** The ways in and out, for the app's shell. */
  readonly paths?: AccountPaths
  /** Where a visitor is sent to sign in, with the address to come back to. */
  signInPath(returnTo: string): string
}

/** The service by which an app knows its users. An app without one has visitors only. */
export const authProvider = service<AuthProvider>('auth-provider')

/** An account to be made. */
export interface NewAccount {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly roles: readonly string[]
}

/** Makes accounts for those who administer an app from outside of it. */
export interface AccountAdmin {
  /** @throws ASH225 when a field does not fit or the address is taken. */
  createAccount(account: NewAccount): Promise<{ readonly id: string }>
}

/** The service by which `ashlar user create` makes an account. */
export const accountAdmin = service<AccountAdmin>('account-admin')
