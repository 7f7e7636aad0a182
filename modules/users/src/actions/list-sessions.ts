import type { Session, SessionId, UserId } from '../contract.ts'
import { describeDevice } from '../domain/device.ts'
import type { SessionStore } from '../domain/session-store.ts'

/** The browsers that are signed in as a user, the last used first. */
export async function listSessions(
  sessions: SessionStore,
  owner: UserId,
  current: SessionId | undefined,
): Promise<Session[]> {
  const rows = await sessions.listOf(owner)
  return rows.map(({ id, ip, userAgent, createdAt, lastSeenAt }) => ({
    id,
    device: describeDevice(userAgent),
    ip,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    current: id === current,
  }))
}
