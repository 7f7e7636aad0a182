import { audited, moduleSchema, newId, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { check, index, text, timestamp, unique } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('tenants')

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const tenant = schema.table(
  'tenant',
  {
    id: typeidColumn('ten').primaryKey().default(newId),
    /** In lower case, as the check demands. */
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    /** When it was suspended, until it is resumed. */
    suspendedAt: instant('suspended_at'),
    ...audited(),
  },
  (table) => [
    check('tenant_slug_check', sql`${table.slug} = lower(${table.slug})`),
    index('tenant_name_idx').on(sql`lower(${table.name})`),
  ],
)

export const membership = schema.table(
  'membership',
  {
    id: typeidColumn('mem').primaryKey().default(newId),
    tenantId: typeidColumn('ten', 'tenant_id')
      .notNull()
      .references(() => tenant.id),
    /** A user, by value: ids of users are whatever the module that signs them in makes them. */
    userId: text('user_id').notNull(),
    ...audited(),
  },
  (table) => [
    unique('membership_tenant_user_key').on(table.tenantId, table.userId),
    index('membership_user_idx').on(table.userId),
  ],
)

/** The tenant that was chosen in a session. A session without a choice begins with the user's last one. */
export const choice = schema.table(
  'choice',
  {
    sessionId: text('session_id').primaryKey(),
    userId: text('user_id').notNull(),
    tenantId: typeidColumn('ten', 'tenant_id')
      .notNull()
      .references(() => tenant.id),
    chosenAt: instant('chosen_at').notNull().defaultNow(),
  },
  (table) => [index('choice_user_idx').on(table.userId, table.chosenAt), index('choice_tenant_idx').on(table.tenantId)],
)
