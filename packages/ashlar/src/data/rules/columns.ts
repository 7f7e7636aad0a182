/** The columns of a table's own rules, for spreading into it. */
import { sql } from 'drizzle-orm'
import { integer, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { withMark } from './table-rules.ts'

/**
 * Each row belongs to a tenant, and only that tenant's work sees or changes it: joins, counts, subqueries, bulk statements, raw SQL and
 * views alike. New rows get the tenant at work; without one nothing is seen and nothing can be written.
 */
export function tenantOwned() {
  return withMark(
    {
      tenantId: uuid('tenant_id').notNull().default(sql`ashlar.tenant_id()`),
    },
    { rule: 'tenantOwned' },
  )
}

/**
 * `DELETE` marks a row instead of removing it, and no query sees it any more. `withDeleted()` shows marked rows, so that they can be restored
 * by setting `deletedAt` to `null`; `purging()` removes rows for good. Unique constraints leave marked rows out.
 */
export function softDeletable() {
  return withMark(
    { deletedAt: timestamp('deleted_at', { withTimezone: true, mode: 'string' }) },
    { rule: 'softDeletable' },
  )
}

export interface AuditOptions {
  /** The columns, by their keys in the table, whose changes are noted without their values: passwords, tokens. */
  readonly secret?: readonly string[]
  /** The columns, by their keys in the table, whose changes are not noted at all: counters, caches. */
  readonly omit?: readonly string[]
  /** How long changes are kept, in days. @default as long as `history.keepDays` of the app's configuration says */
  readonly keepDays?: number
}

/**
 * Who made and last changed each row, and a history of every change, field by field, in the same transaction: of bulk and raw
 * statements too.
 */
export function audited({ secret = [], omit = [], keepDays }: AuditOptions = {}) {
  return withMark(
    {
      createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
      createdBy: text('created_by'),
      updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
      updatedBy: text('updated_by'),
    },
    { rule: 'audited', secret, omit, keepDays },
  )
}

/**
 * When a row was made and last changed, kept by PostgreSQL, of bulk and raw statements too: what a statement says of either is passed over. A table
 * that is `audited()` has both already.
 */
export function timestamps() {
  return withMark(
    {
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
      updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    },
    { rule: 'timestamps' },
  )
}

/**
 * A number that rises with each change of a row. An `UPDATE` that sets `version` to what its author read is refused with ASH468 when the row has
 * moved on; one that leaves `version` alone is not checked.
 */
export function versioned() {
  return withMark({ version: integer('version').notNull().default(1) }, { rule: 'versioned' })
}
