/** better-auth, set up for this module: it keeps passwords and checks them; sessions and cookies are looked up by us. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ModuleDatabase } from 'ashlar/data'
import { isAPIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import type { UserId } from '../contract.ts'
import { isPasswordTooLong, maxPasswordBytes } from '../domain/password-policy.ts'
import { createAuthAdapter } from './adapter.ts'
import type { Credentials, NewSession, SignInOutcome } from './credentials.ts'

export interface CreateCredentialsOptions {
  readonly db: ModuleDatabase
  readonly secret: string
  /** Whether a user may not sign in now. Asked in the transaction that starts the session. */
  readonly isShut: (id: UserId) => Promise<boolean>
}

/** The session that a call is about to start. better-auth never sees a token, only what the database keeps of it. */
const starting = new AsyncLocalStorage<NewSession>()

/** The name better-auth gives to signing in by password. */
const providerId = 'credential'

/** Creates the password flows on better-auth. */
export function createCredentials(options: CreateCredentialsOptions): Credentials {
  const auth = createAuth(options)

  async function hashInVain(): Promise<SignInOutcome> {
    const { password } = await auth.$context
    await password.hash('a password that nobody has')
    return { kind: 'refused' }
  }

  return {
    async createAccount({ name, email, password, roles }) {
      const { internalAdapter, password: passwords } = await auth.$context
      const taken = await internalAdapter.findUserByEmail(email)
      const hash = await passwords.hash(password)
      if (taken) return undefined
      const user = await internalAdapter.createUser(
        { name, email, emailVerified: false, roles: [...roles] },
        { method: 'email-password' },
      )
      if (!user) return undefined
      await internalAdapter.linkAccount({ userId: user.id, providerId, accountId: user.id, password: hash })
      return user.id as UserId
    },
    async signIn({ email, password }, session) {
      if (isPasswordTooLong(password) || !password.isWellFormed()) return hashInVain()
      try {
        const { user } = await starting.run(session, () => auth.api.signInEmail({ body: { email, password } }))
        return { kind: 'signed-in', userId: user.id as UserId }
      } catch (error) {
        switch (codeOf(error)) {
          case 'INVALID_EMAIL_OR_PASSWORD':
            return { kind: 'refused' }
          case 'INVALID_EMAIL':
            return hashInVain()
          case 'FAILED_TO_CREATE_SESSION':
            return { kind: 'shut' }
          default:
            throw error
        }
      }
    },
    async startSession(id, session) {
      const { internalAdapter } = await auth.$context
      const started = await starting.run(session, () => internalAdapter.createSession(id))
      return Boolean(started)
    },
    async isPassword(id, password) {
      const { internalAdapter, password: passwords } = await auth.$context
      const hash = (await internalAdapter.findCredentialAccount(id))?.password
      if (!hash || isPasswordTooLong(password) || !password.isWellFormed()) return false
      return passwords.verify({ hash, password })
    },
    async changePassword(id, password) {
      const { internalAdapter, password: passwords } = await auth.$context
      await internalAdapter.updatePassword(id, await passwords.hash(password))
    },
  }
}

function createAuth({ db, secret, isShut }: CreateCredentialsOptions) {
  return betterAuth({
    // No address of better-auth's own is served: its functions are called, with this module's routes before them.
    baseURL: 'http://localhost',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: createAuthAdapter(db),
    advanced: { database: { generateId: false } },
    // The password policy of the domain is the one that counts; this one would measure in code units.
    emailAndPassword: { enabled: true, minPasswordLength: 1, maxPasswordLength: maxPasswordBytes },
    user: { additionalFields: { roles: { type: 'string[]', required: false, input: false } } },
    session: { fields: { token: 'tokenHash', ipAddress: 'ip' } },
    account: { fields: { password: 'passwordHash' } },
    databaseHooks: {
      session: {
        create: {
          async before(planned) {
            const session = starting.getStore()
            if (!session) throw new TypeError('better-auth started a session that nobody asked for.')
            if (await isShut(planned.userId as UserId)) return false
            const { tokenHash, ip, userAgent, expiresAt } = session
            return { data: { ...planned, token: tokenHash, ipAddress: ip, userAgent, expiresAt } }
          },
        },
      },
    },
  })
}

function codeOf(error: unknown): string | undefined {
  return isAPIError(error) ? error.body?.code : undefined
}
