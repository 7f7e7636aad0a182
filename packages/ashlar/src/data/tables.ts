import { sql } from 'drizzle-orm'
import { pgSchema, timestamp } from 'drizzle-orm/pg-core'

/** The schema of a module, named after its id. Every table of the module is declared with its `table()`. */
export function moduleSchema<const Id extends string>(module: Id) {
  return pgSchema(module)
}

/** Columns that say when a row was made and last changed, for spreading into a table. The change is noted by Drizzle. */
export function timestamps() {
  return {
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true })
      .notNull()
      .defaultNow()
      .$onUpdateFn(() => sql`now()`),
  }
}
