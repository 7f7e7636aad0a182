import type { AuthProvider } from 'ashlar/contract'
import { afterCommit } from 'ashlar/data'
import { parseReturnTo } from 'ashlar/http'
import type { SessionCookie } from '../auth/session-cookie.ts'
import { hashToken, isToken } from '../auth/tokens.ts'
import { routes } from '../contract.ts'
import { isTouchDue } from '../domain/session-lifetime.ts'
import type { SessionStore } from '../domain/session-store.ts'

/**
 * Creates what tells the app who sends a request: one query for each request with a session cookie, and nothing kept
 * from one to the next, so that ending a session counts from the next request on.
 */
export function createSessionProvider(cookie: SessionCookie, sessions: SessionStore): AuthProvider {
  return {
    cookieNames: [cookie.name],
    paths: { signIn: routes.signIn(), signOut: routes.signOut(), profile: routes.profile() },
    async authenticate({ cookies }) {
      const token = cookies[cookie.name]
      if (token === undefined || !isToken(token)) return undefined
      const found = await sessions.findByTokenHash(hashToken(token))
      if (!found) return undefined
      if (isTouchDue(found.lastSeenAt, new Date())) afterCommit(() => sessions.touch(found.id))
      const { userId, name, email, roles } = found
      return { identity: { id: userId, name, email, roles }, sessionId: found.id }
    },
    signInPath(address) {
      const returnTo = parseReturnTo(address)
      return returnTo === undefined || returnTo === '/' ? routes.signIn() : routes.signIn({ query: { returnTo } })
    },
  }
}
