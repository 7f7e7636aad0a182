import { behaviour } from 'ashlar'
import { createAccount } from './actions/create-account.ts'
import { createSessionProvider } from './actions/create-session-provider.ts'
import { seedUsers } from './actions/seed-users.ts'
import type { Credentials } from './auth/credentials.ts'
import { createSessionCookie } from './auth/session-cookie.ts'
import { createSessionStore } from './data/session-store.ts'
import { createThrottleStore } from './data/throttle-store.ts'
import { createUserStore } from './data/user-store.ts'
import type { SessionLifetime } from './domain/session-lifetime.ts'
import type definition from './module.ts'
import { createAccountRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, log, settings }) => {
  const lifetime: SessionLifetime = {
    get idleSeconds() {
      return settings.sessionIdleMinutes * 60
    },
    absoluteSeconds: settings.sessionDays * 24 * 60 * 60,
  }
  const cookie = createSessionCookie({ appUrl: settings.appUrl, lifetimeSeconds: lifetime.absoluteSeconds })
  const users = createUserStore(db)
  const sessions = createSessionStore(db, lifetime)
  const throttle = createThrottleStore(db, settings.secret.reveal())

  let credentials: Promise<Credentials> | undefined
  /** better-auth takes a fifth of a second to load: whoever signs in first waits for it, not the boot. */
  const loadCredentials = () => {
    credentials ??= import('./auth/better-auth.ts').then(({ createCredentials }) =>
      createCredentials({ db, secret: settings.secret.reveal(), isShut: users.isShut }),
    )
    return credentials
  }

  return {
    offers: {
      authProvider: createSessionProvider(cookie, sessions),
      accountAdmin: { createAccount: async (account) => createAccount(await loadCredentials(), account) },
      users: { find: users.find, findByEmail: users.findByEmail, search: users.search, list: users.listById },
    },
    routes: createAccountRoutes({
      users,
      sessions,
      throttle,
      loadCredentials,
      cookie,
      lifetime,
      settings,
      log,
    }),
    seed: async () => seedUsers(users, await loadCredentials()),
  }
})
