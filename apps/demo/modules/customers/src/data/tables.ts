import { moduleSchema, newId, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { index, text, timestamp } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('customers')

export const customer = schema.table(
  'customer',
  {
    id: typeidColumn('cust').primaryKey().default(newId),
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
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('customer_name_idx').on(sql`lower(${table.name})`)],
)
