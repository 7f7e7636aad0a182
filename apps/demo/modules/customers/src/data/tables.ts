import { audited, moduleSchema, newId, softDeletable, tenantOwned, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { boolean, index, integer, jsonb, text, timestamp, uuid } from 'ashlar/drizzle/pg-core'
import type { RefusedLine } from '../contract.ts'

const schema = moduleSchema('customers')

export const customer = schema.table(
  'customer',
  {
    id: typeidColumn('cust').primaryKey().default(newId),
    ...tenantOwned(),
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    contactName: text('contact_name').notNull().default(''),
    contactTitle: text('contact_title').notNull().default(''),
    address: text('address').notNull().default(''),
    city: text('city').notNull().default(''),
    region: text('region').notNull().default(''),
    postalCode: text('postal_code').notNull().default(''),
    country: text('country').notNull().default(''),
    phone: text('phone').notNull().default(''),
    email: text('email').notNull().default(''),
    /** In cents; null for no limit. */
    creditLimit: integer('credit_limit'),
    ...softDeletable(),
    ...audited(),
  },
  (table) => [index('customer_name_idx').on(table.tenantId, sql`lower(${table.name})`)],
)

/** What an order that has not left comes to, by value of the order. */
export const openOrder = schema.table(
  'open_order',
  {
    orderId: typeidColumn('ord', 'order_id').primaryKey(),
    ...tenantOwned(),
    customerId: typeidColumn('cust', 'customer_id')
      .notNull()
      .references(() => customer.id, { onDelete: 'cascade' }),
    /** In cents. */
    amount: integer('amount').notNull(),
  },
  (table) => [index('open_order_customer_idx').on(table.customerId)],
)

/** A file that was uploaded, until its job has read it, and what came of it. */
export const fileImport = schema.table('file_import', {
  id: typeidColumn('imp').primaryKey().default(newId),
  ...tenantOwned(),
  fileName: text('file_name').notNull(),
  /** Null once it has ended. */
  content: text('content'),
  jobId: uuid('job_id'),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  finished: boolean('finished').notNull().default(false),
  cancelled: boolean('cancelled').notNull().default(false),
  added: integer('added').notNull().default(0),
  /** The first lines that were refused. */
  refused: jsonb('refused').$type<RefusedLine[]>().notNull().default([]),
  refusedLines: integer('refused_lines').notNull().default(0),
})
