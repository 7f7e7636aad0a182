import type { GivenToAll } from 'ashlar'
import type { Credentials } from '../auth/credentials.ts'
import { createToken, hashToken } from '../auth/tokens.ts'
import type { UserId } from '../contract.ts'
import { endOfSession, type SessionLifetime } from '../domain/session-lifetime.ts'
import type { SessionStore } from '../domain/session-store.ts'
import { passwordChangeBuckets } from '../domain/throttle-policy.ts'
import type { ThrottleStore } from '../domain/throttle-store.ts'
import { accountDisabled, attemptsTooMany, currentPasswordWrong } from '../errors.ts'
import { assertPasswordAccepted } from './assert-password-accepted.ts'
import type { Browser } from './sign-in.ts'

export interface ChangePasswordNeeds {
  readonly credentials: Credentials
  readonly sessions: SessionStore
  readonly throttle: ThrottleStore
  readonly lifetime: SessionLifetime
  readonly log: GivenToAll['log']
}

export interface PasswordChange {
  readonly user: { readonly id: UserId; readonly name: string; readonly email: string }
  readonly currentPassword: string
  readonly newPassword: string
  readonly browser: Browser
}

/**
 * Changes a user's password and returns the token of a new session for the browser that asked.
 *
 * Every other session ends, and so does the asking one's old token: whoever held one is out.
 *
 * @throws USERS_ATTEMPTS_TOO_MANY, USERS_CURRENT_PASSWORD_WRONG, USERS_PASSWORD_REFUSED
 */
export async function changePassword(needs: ChangePasswordNeeds, change: PasswordChange): Promise<string> {
  const { credentials, sessions, throttle, lifetime, log } = needs
  const { user, currentPassword, newPassword, browser } = change
  const buckets = passwordChangeBuckets(user.id)
  if (!(await throttle.take(buckets))) throw attemptsTooMany('currentPassword')
  if (!(await credentials.isPassword(user.id, currentPassword))) throw currentPasswordWrong()
  await throttle.refund(buckets)
  await assertPasswordAccepted({ password: newPassword, name: user.name, email: user.email, field: 'newPassword' })

  await credentials.changePassword(user.id, newPassword)
  await sessions.removeAllOf(user.id)
  const token = createToken()
  const session = { ...browser, tokenHash: hashToken(token), expiresAt: endOfSession(new Date(), lifetime) }
  if (!(await credentials.startSession(user.id, session))) throw accountDisabled()
  log.info({ user: user.id }, 'A user changed their password.')
  return token
}
