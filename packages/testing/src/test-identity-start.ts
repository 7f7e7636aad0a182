import { behaviour } from 'ashlar'
import type { Identity } from 'ashlar/contract'
import { cookieName, type TestIdentityDefinition } from './test-identity.ts'

export default behaviour<TestIdentityDefinition>(() => ({
  offers: {
    authProvider: {
      cookieNames: [cookieName],
      authenticate: async ({ cookies }) => {
        const value = cookies[cookieName]
        if (value === undefined) return undefined
        return { identity: JSON.parse(value) as Identity, sessionId: 'test-session' }
      },
      signInPath: (returnTo) => `/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
    },
  },
}))
