import type { AuthProvider } from 'ashlar/contract'
import type { Logger } from 'pino'
import type { SessionCookie } from '../auth/session-cookie.ts'
import { hashToken, isToken } from '../auth/tokens.ts'
import { routes } from '../contract.ts'
import type { SessionStore } from '../data/session-store.ts'
import { parseReturnTo } from '../domain/return-to.ts'
import { isTouchDue } from '../domain/session-lifetime.ts'

export interface SessionProviderNeeds {
  readonly cookie: SessionCookie
  /** Outside of any request's transaction. */
  readonly sessions: SessionStore
  readonly log: Logger
}

/** Tells the app who sends a request, and lets go of what it has under way. */
export interface SessionProvider extends AuthProvider {
  /** Waits until every use of a session has been noted. */
  close(): Promise<void>
}

/**
 * Creates the look-up that runs for each request with a session cookie: one query, nothing kept from one to the next,
 * so that ending a session counts from the next request on.
 */
export function createSessionProvider({ cookie, sessions, log }: SessionProviderNeeds): SessionProvider {
  const touches = new Set<Promise<void>>()

  function touch(id: Parameters<SessionStore['touch']>[0]): void {
    const noted = sessions
      .touch(id)
      .catch((error: unknown) => log.error({ err: error }, 'The use of a session could not be noted.'))
      .finally(() => touches.delete(noted))
    touches.add(noted)
  }

  return {
    cookieNames: [cookie.name],
    async authenticate({ cookies }) {
      const token = cookies[cookie.name]
      if (token === undefined || !isToken(token)) return undefined
      const found = await sessions.findByTokenHash(hashToken(token))
      if (!found) return undefined
      if (isTouchDue(found.lastSeenAt, new Date())) touch(found.id)
      const { userId, name, email, roles } = found
      return { identity: { id: userId, name, email, roles }, sessionId: found.id }
    },
    signInPath(address) {
      const returnTo = parseReturnTo(address)
      return returnTo === undefined || returnTo === '/' ? routes.signIn() : routes.signIn({ query: { returnTo } })
    },
    async close() {
      await Promise.all(touches)
    },
  }
}
