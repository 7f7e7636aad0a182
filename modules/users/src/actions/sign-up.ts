import type { GivenToAll } from 'ashlar'
import type { Credentials } from '../auth/credentials.ts'
import { networkOf } from '../domain/network.ts'
import { signUpBuckets } from '../domain/throttle-policy.ts'
import type { ThrottleStore } from '../domain/throttle-store.ts'
import { attemptsTooMany, signUpClosed } from '../errors.ts'
import { assertPasswordAccepted } from './assert-password-accepted.ts'

export interface SignUpNeeds {
  readonly credentials: Credentials
  readonly throttle: ThrottleStore
  /** Whether strangers may make accounts for themselves. */
  readonly open: boolean
  /** The roles of a new account. */
  readonly roles: readonly string[]
  readonly log: GivenToAll['log']
}

export interface SignUp {
  readonly name: string
  readonly email: string
  readonly password: string
  /** The address it comes from. */
  readonly ip: string
}

/**
 * Makes an account for a stranger, who can then sign in to it.
 *
 * An address that has an account gets the same answer in the same time, and its account is left as it is: so nobody
 * learns who has one here.
 *
 * @throws USERS_SIGN_UP_CLOSED, USERS_PASSWORD_REFUSED, USERS_ATTEMPTS_TOO_MANY
 */
export async function signUp(needs: SignUpNeeds, { name, email, password, ip }: SignUp): Promise<void> {
  const { credentials, throttle, open, roles, log } = needs
  if (!open) throw signUpClosed()
  await assertPasswordAccepted({ password, name, email, field: 'password' })
  if (!(await throttle.take(signUpBuckets(networkOf(ip))))) throw attemptsTooMany('email')
  const id = await credentials.createAccount({ name, email, password, roles })
  log.info({ user: id ?? null }, id ? 'A user signed up.' : 'An address that has an account was signed up again.')
}
