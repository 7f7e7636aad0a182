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

/** Finds out who sends a request. Called once for each request that carries credentials. */
export interface AuthProvider {
  /** The names of the cookies it reads; a request without any of them, and without `Authorization`, is a visitor's. */
  readonly cookieNames: readonly string[]
  /** The user behind the credentials, or `undefined` when they are unknown, expired or revoked. Never writes in the request's transaction. */
  authenticate(credentials: Credentials): Promise<Authentication | undefined>
  /** Where a visitor is sent to sign in, with the address to come back to. */
  signInPath(returnTo: string): string
}

/** The service by which an app knows its users. An app without one has visitors only. */
export const authProvider = service<AuthProvider>('auth-provider')
