import { behaviour } from 'ashlar'
import type { Identity } from 'ashlar/contract'
import { cookieName, sessionOf, type TestIdentityDefinition } from './test-identity.ts'

export default behaviour<TestIdentityDefinition>(() => ({
  offers: {
    authProvider: {
      cookieNames: [cookieName],
      authenticate: async ({ cookies }) => {
        const value = cookies[cookieName]
        if (value === undefined) return undefined
        const { tenant, ...identity } = JSON.parse(value) as Identity & { readonly tenant: string | null }
        return { identity, sessionId: sessionOf(tenant) }
      },
      signInPath: (returnTo) => `/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
    },
  },
}))
