import type { ModuleDatabase } from 'ashlar/data'
import { and, desc, eq, gt, inArray, isNull, lt, ne, sql } from 'ashlar/drizzle'
import { type SessionLifetime, touchIntervalSeconds } from '../domain/session-lifetime.ts'
import type { SessionStore } from '../domain/session-store.ts'
import { session, user } from './tables.ts'

/** Somebody waits while it is done, and rows in use are left for the next time. */
const removedAtOnce = 1000

/** Creates the store of sessions. */
export function createSessionStore(db: ModuleDatabase, lifetime: SessionLifetime): SessionStore {
  const live = () => {
    const idleLimit = sql`now() - make_interval(secs => ${lifetime.idleSeconds})`
    return and(gt(session.expiresAt, sql`now()`), gt(session.lastSeenAt, idleLimit))
  }
  const found = {
    id: session.id,
    lastSeenAt: session.lastSeenAt,
    userId: user.id,
    name: user.name,
    email: user.email,
    roles: user.roles,
  }

  return {
    async findByTokenHash(tokenHash) {
      const [row] = await db
        .select(found)
        .from(session)
        .innerJoin(user, eq(user.id, session.userId))
        .where(and(eq(session.tokenHash, tokenHash), live(), isNull(user.disabledAt)))
      return row
    },
    async touch(id) {
      const noted = lt(session.lastSeenAt, sql`now() - make_interval(secs => ${touchIntervalSeconds})`)
      await db
        .update(session)
        .set({ lastSeenAt: sql`now()` })
        .where(and(eq(session.id, id), noted))
    },
    listOf: (userId) =>
      db
        .select({
          id: session.id,
          userAgent: session.userAgent,
          ip: session.ip,
          createdAt: session.createdAt,
          lastSeenAt: session.lastSeenAt,
        })
        .from(session)
        .where(and(eq(session.userId, userId), live()))
        .orderBy(desc(session.lastSeenAt), desc(session.id)),
    async remove(id) {
      await db.delete(session).where(eq(session.id, id))
    },
    async removeOf(userId, id) {
      const removed = await db
        .delete(session)
        .where(and(eq(session.id, id), eq(session.userId, userId)))
        .returning({ id: session.id })
      return removed.length > 0
    },
    async removeAllOf(userId, except) {
      const others = except ? ne(session.id, except) : undefined
      const removed = await db
        .delete(session)
        .where(and(eq(session.userId, userId), others))
        .returning({ id: session.id })
      return removed.length
    },
    async removeExpired() {
      const over = db
        .select({ id: session.id })
        .from(session)
        .where(lt(session.expiresAt, sql`now()`))
        .limit(removedAtOnce)
        .for('update', { skipLocked: true })
      await db.delete(session).where(inArray(session.id, over))
    },
  }
}
