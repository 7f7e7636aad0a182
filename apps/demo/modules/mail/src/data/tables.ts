import { moduleSchema, tenantOwned, typeidColumn } from 'ashlar/data'
import { index, text, timestamp } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('mail')

/** A moment as pages write it. */
const moment = (name: string) => timestamp(name, { withTimezone: true })

export const message = schema.table(
  'message',
  {
    /** The id of the job that sends it. */
    id: typeidColumn('msg').primaryKey(),
    ...tenantOwned(),
    to: text('to').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    queuedAt: moment('queued_at').notNull().defaultNow(),
    sentAt: moment('sent_at'),
  },
  (table) => [index('message_queued_at_idx').on(table.tenantId, table.queuedAt)],
)
