import { notFound } from 'ashlar/http'
import type { SessionId, UserId } from '../contract.ts'
import type { SessionStore } from '../domain/session-store.ts'

/** Ends one session of a user. It does not tell sessions of others from ones that never were. */
export async function endSession(sessions: SessionStore, owner: UserId, id: SessionId): Promise<void> {
  if (!(await sessions.removeOf(owner, id))) throw notFound('session')
}
