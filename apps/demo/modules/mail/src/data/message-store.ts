import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { asc, desc, eq, type SQL, sql } from 'ashlar/drizzle'
import type { MessageQuery, MessageStore } from '../domain/message-store.ts'
import { message } from './tables.ts'

const columns = {
  id: message.id,
  to: message.to,
  subject: message.subject,
  queuedAt: message.queuedAt,
  sentAt: message.sentAt,
}

const orders: Readonly<Record<MessageQuery['sort'], SQL>> = {
  queued: asc(message.queuedAt),
  '-queued': desc(message.queuedAt),
  to: asc(message.to),
  '-to': desc(message.to),
}

/** The mail of the desk, in its table. */
export function createMessageStore(db: ModuleDatabase): MessageStore {
  return {
    async list({ page, search, sort }) {
      const condition = search === '' ? undefined : containsText(search, message.to, message.subject)
      return readPage({
        page,
        rows: async ({ limit, offset }) =>
          (
            await db
              .select(columns)
              .from(message)
              .where(condition)
              .orderBy(orders[sort], desc(message.id))
              .limit(limit)
              .offset(offset)
          ).map(writeMoments),
        count: () => db.$count(message, condition),
      })
    },
    async find(id) {
      const [found] = await db
        .select({ ...columns, text: message.text })
        .from(message)
        .where(eq(message.id, id))
      return found && writeMoments(found)
    },
    async insert(id, letter) {
      await db.insert(message).values({ id, ...letter })
    },
    async markSent(id) {
      await db.update(message).set({ sentAt: sql`now()` }).where(eq(message.id, id))
    },
  }
}

function writeMoments<Row extends { readonly queuedAt: Date; readonly sentAt: Date | null }>(row: Row) {
  return { ...row, queuedAt: row.queuedAt.toISOString(), sentAt: row.sentAt?.toISOString() ?? null }
}
