import type { SessionStore } from '../domain/session-store.ts'
import type { ThrottleStore } from '../domain/throttle-store.ts'

/** Removes sessions and counts that are over. Whoever signs in does it, so that the tables stay as small as their use. */
export async function removeEnded(needs: {
  readonly sessions: SessionStore
  readonly throttle: ThrottleStore
}): Promise<void> {
  await needs.throttle.removeEnded()
  await needs.sessions.removeExpired()
}
