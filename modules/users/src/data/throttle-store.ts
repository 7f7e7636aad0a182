import { createHmac } from 'node:crypto'
import { bookkeeping, type ModuleDatabase } from 'ashlar/data'
import { eq, inArray, lt, sql } from 'ashlar/drizzle'
import type { ThrottleStore } from '../domain/throttle-store.ts'
import { knownNetwork, throttle } from './tables.ts'

/** A network is forgotten when nobody signed in from it for so many days. */
const rememberDays = 90

/** Somebody waits while it is done, and rows in use are left for the next time. */
const removedAtOnce = 1000

/**
 * Creates the store of attempts. It keeps each of them at once: a request that fails cannot undo what it is counted for.
 *
 * @param secret keys the hashes that stand for accounts and networks.
 */
export function createThrottleStore(db: ModuleDatabase, secret: string): ThrottleStore {
  const keyOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const networkKey = (email: string, network: string) => keyOf(`network ${network} of ${email}`)

  return {
    async take(buckets) {
      for (const { key, limit, windowSeconds } of buckets) {
        const attempts = await bookkeeping(() => countAttempt(db, keyOf(key), windowSeconds))
        if (attempts > limit) return false
      }
      return true
    },
    async refund(buckets) {
      for (const { key } of buckets) {
        await bookkeeping(async () => {
          await db
            .update(throttle)
            .set({ attempts: sql`greatest(${throttle.attempts} - 1, 0)` })
            .where(eq(throttle.key, keyOf(key)))
        })
      }
    },
    async knowsNetwork(email, network) {
      const known = await bookkeeping(async () =>
        db.$count(knownNetwork, eq(knownNetwork.key, networkKey(email, network))),
      )
      return known > 0
    },
    async rememberNetwork(email, network) {
      const seenAt = sql`now()`
      await bookkeeping(async () => {
        await db
          .insert(knownNetwork)
          .values({ key: networkKey(email, network), seenAt })
          .onConflictDoUpdate({ target: knownNetwork.key, set: { seenAt } })
      })
    },
    async removeEnded() {
      const over = db
        .select({ key: throttle.key })
        .from(throttle)
        .where(lt(throttle.resetsAt, sql`now()`))
        .limit(removedAtOnce)
        .for('update', { skipLocked: true })
      const forgotten = db
        .select({ key: knownNetwork.key })
        .from(knownNetwork)
        .where(lt(knownNetwork.seenAt, sql`now() - make_interval(days => ${rememberDays})`))
        .limit(removedAtOnce)
        .for('update', { skipLocked: true })
      await bookkeeping(async () => {
        await db.delete(throttle).where(inArray(throttle.key, over))
        await db.delete(knownNetwork).where(inArray(knownNetwork.key, forgotten))
      })
    },
  }
}

/** Far more than any limit, and far from overflowing: where counting stops. */
const mostAttempts = 1_000_000

/** Counts one attempt and returns how many there are in the window, this one included. */
async function countAttempt(db: ModuleDatabase, key: string, windowSeconds: number): Promise<number> {
  const over = sql`${throttle.resetsAt} <= now()`
  const [row] = await db
    .insert(throttle)
    .values({ key, attempts: 1, resetsAt: sql`now() + make_interval(secs => ${windowSeconds})` })
    .onConflictDoUpdate({
      target: throttle.key,
      set: {
        attempts: sql`case when ${over} then 1 else least(${throttle.attempts} + 1, ${mostAttempts}) end`,
        resetsAt: sql`case when ${over} then excluded.resets_at else ${throttle.resetsAt} end`,
      },
    })
    .returning({ attempts: throttle.attempts })
  if (!row) throw new TypeError('Counting an attempt returned no row.')
  return row.attempts
}
