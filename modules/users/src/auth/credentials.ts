import type { NewAccount } from 'ashlar/contract'
import type { UserId } from '../contract.ts'

/** A session about to start, as the database keeps it. */
export interface NewSession {
  readonly tokenHash: string
  readonly ip: string
  readonly userAgent: string
  readonly expiresAt: Date
}

/** What came of an attempt to sign in. `shut` is told only when the password was right. */
export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly userId: UserId }
  | { readonly kind: 'refused' }
  | { readonly kind: 'shut' }

/** Passwords, and the sessions that they open. */
export interface Credentials {
  /** Makes an account for an address in lower case, or returns `undefined` when it has one. Takes the same time either way. */
  createAccount(account: NewAccount): Promise<UserId | undefined>
  /** Checks a password and starts a session. Takes the same time whether or not the address has an account. */
  signIn(given: { readonly email: string; readonly password: string }, session: NewSession): Promise<SignInOutcome>
  /** Starts a session for a user who has shown who they are; `false` when the account is shut. */
  startSession(id: UserId, session: NewSession): Promise<boolean>
  isPassword(id: UserId, password: string): Promise<boolean>
  changePassword(id: UserId, password: string): Promise<void>
}
