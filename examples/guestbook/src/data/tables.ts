import { moduleSchema, newId, typeidColumn } from 'ashlar/data'
import { index, text, timestamp } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('guestbook')

export const entry = schema.table(
  'entry',
  {
    id: typeidColumn('entry').primaryKey().default(newId),
    author: text('author').notNull(),
    message: text('message').notNull(),
    signedAt: timestamp('signed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('entry_signed_at_idx').on(table.signedAt)],
)
