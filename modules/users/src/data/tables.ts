import { moduleSchema, newId, timestamps, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { boolean, check, index, integer, text, timestamp, uniqueIndex } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('users')

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const user = schema.table(
  'user',
  {
    id: typeidColumn('usr').primaryKey().default(newId),
    name: text('name').notNull(),
    /** In lower case, as the check demands. */
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    roles: text('roles').array().notNull().default([]),
    /** When an administrator shut the account; nobody signs in to it until it is enabled again. */
    disabledAt: instant('disabled_at'),
    ...timestamps(),
  },
  (table) => [
    check('user_email_check', sql`${table.email} = lower(${table.email})`),
    index('user_name_idx').on(sql`lower(${table.name})`),
  ],
)

/** A way to sign in as a user: today their password, kept by better-auth as the provider `credential`. */
export const account = schema.table(
  'account',
  {
    id: typeidColumn('acc').primaryKey().default(newId),
    userId: typeidColumn('usr', 'user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    providerId: text('provider_id').notNull(),
    /** The user, by the provider's own id. */
    accountId: text('account_id').notNull(),
    /** Salt and scrypt key, in hexadecimal. */
    passwordHash: text('password_hash'),
    ...timestamps(),
  },
  (table) => [
    uniqueIndex('account_provider_key').on(table.providerId, table.accountId),
    index('account_user_idx').on(table.userId),
  ],
)

/** A browser that is signed in. The row is the session: without it, the cookie is worth nothing. */
export const session = schema.table(
  'session',
  {
    id: typeidColumn('ses').primaryKey().default(newId),
    /** SHA-256 of the token in the cookie, as base64url: a copy of this table signs nobody in. */
    tokenHash: text('token_hash').notNull().unique(),
    userId: typeidColumn('usr', 'user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    ip: text('ip').notNull(),
    userAgent: text('user_agent').notNull(),
    ...timestamps(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    /** When it ends at the latest, however busy it is. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('session_user_idx').on(table.userId), index('session_expiry_idx').on(table.expiresAt)],
)

/** How often something was tried. The key is a keyed hash, so that the table names neither people nor addresses. */
export const throttle = schema.table(
  'throttle',
  {
    key: text('key').primaryKey(),
    attempts: integer('attempts').notNull(),
    resetsAt: instant('resets_at').notNull(),
  },
  (table) => [index('throttle_reset_idx').on(table.resetsAt)],
)

/** A network that an account was signed in to from, as a keyed hash of both. */
export const knownNetwork = schema.table(
  'known_network',
  { key: text('key').primaryKey(), seenAt: instant('seen_at').notNull() },
  (table) => [index('known_network_seen_idx').on(table.seenAt)],
)
