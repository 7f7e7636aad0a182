import type { GivenToAll } from 'ashlar'
import type { Credentials } from '../auth/credentials.ts'
import { createToken, hashToken } from '../auth/tokens.ts'
import type { SessionId } from '../contract.ts'
import { networkOf } from '../domain/network.ts'
import { endOfSession, type SessionLifetime } from '../domain/session-lifetime.ts'
import type { SessionStore } from '../domain/session-store.ts'
import { signInBuckets } from '../domain/throttle-policy.ts'
import type { ThrottleStore } from '../domain/throttle-store.ts'
import { accountDisabled, attemptsTooMany, credentialsRefused } from '../errors.ts'

export interface SignInNeeds {
  readonly credentials: Credentials
  readonly sessions: SessionStore
  readonly throttle: ThrottleStore
  readonly lifetime: SessionLifetime
  readonly log: GivenToAll['log']
}

/** An attempt to sign in. */
export interface SignInAttempt {
  readonly email: string
  readonly password: string
  readonly browser: Browser
  /** The session of the browser until now. It ends, so that nobody who knew its token is signed in by it. */
  readonly replaces: SessionId | undefined
}

/** The browser that a session belongs to. */
export interface Browser {
  readonly ip: string
  readonly userAgent: string
}

/**
 * Signs in by address and password, and returns the token of the new session.
 *
 * An attempt is counted before its password is looked at, and taken back only when it was right. Unknown addresses and
 * wrong passwords get the same answer in the same time.
 *
 * @throws USERS_ATTEMPTS_TOO_MANY, USERS_CREDENTIALS_REFUSED, USERS_ACCOUNT_DISABLED
 */
export async function signIn(needs: SignInNeeds, attempt: SignInAttempt): Promise<string> {
  const { credentials, sessions, throttle, log } = needs
  const email = attempt.email.toLowerCase()
  const network = networkOf(attempt.browser.ip)
  const networkKnown = await throttle.knowsNetwork(email, network)
  const buckets = signInBuckets({ email, network, networkKnown })
  if (!(await throttle.take(buckets))) {
    log.warn({ network }, 'An attempt to sign in was throttled.')
    throw attemptsTooMany('email')
  }

  const token = createToken()
  const outcome = await credentials.signIn(
    { email, password: attempt.password },
    { ...attempt.browser, tokenHash: hashToken(token), expiresAt: endOfSession(new Date(), needs.lifetime) },
  )
  if (outcome.kind === 'refused') {
    log.warn({ network }, 'An attempt to sign in was refused.')
    throw credentialsRefused()
  }
  await throttle.refund(buckets)
  if (outcome.kind === 'shut') throw accountDisabled()

  await throttle.rememberNetwork(email, network)
  if (attempt.replaces) await sessions.remove(attempt.replaces)
  log.info({ user: outcome.userId }, 'A user signed in.')
  return token
}
