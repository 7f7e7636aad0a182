/** How often somebody may try, so that passwords cannot be guessed. Source: OWASP ASVS 5.0, 6.3.1. */

/** Attempts that are counted together. */
export interface Bucket {
  /** What is counted, in words that name one account or network. Kept only as a keyed hash. */
  readonly key: string
  readonly limit: number
  /** How long after its first attempt a bucket is emptied. */
  readonly windowSeconds: number
}

const minute = 60
const hour = 60 * minute

/** Who tries to sign in, and from where. */
export interface SignInAttempt {
  readonly email: string
  readonly network: string
  /** Whether the account was signed in to from this network before. */
  readonly networkKnown: boolean
}

/**
 * The buckets of a try to sign in, the narrowest first.
 *
 * The bucket of a whole account does not count for networks it was used from before: a stranger who fills it, however
 * many addresses they try from, cannot lock the owner out.
 */
export function signInBuckets({ email, network, networkKnown }: SignInAttempt): readonly Bucket[] {
  return [
    { key: `sign-in ${email} from ${network}`, limit: 10, windowSeconds: 15 * minute },
    { key: `sign-in from ${network}`, limit: 100, windowSeconds: 15 * minute },
    ...(networkKnown ? [] : [{ key: `sign-in ${email}`, limit: 50, windowSeconds: hour }]),
  ]
}

/** The bucket of new accounts from one network. */
export function signUpBuckets(network: string): readonly Bucket[] {
  return [{ key: `sign-up from ${network}`, limit: 20, windowSeconds: hour }]
}

/** The bucket of tries to name the current password, within a session. */
export function passwordChangeBuckets(userId: string): readonly Bucket[] {
  return [{ key: `password of ${userId}`, limit: 10, windowSeconds: 15 * minute }]
}
