/** What tenants of the yard own: every rule of tables at once. */
import { audited, moduleSchema, newId, softDeletable, tenantOwned, typeidColumn, versioned } from 'ashlar/data'
import { integer, text } from 'ashlar/drizzle/pg-core'

export const yardSchema = moduleSchema('yard')

export const asset = yardSchema.table('asset', {
  id: typeidColumn('ast').primaryKey().default(newId),
  ...tenantOwned(),
  ...softDeletable(),
  ...audited(),
  ...versioned(),
  note: text('note').notNull(),
  pieces: integer('pieces').notNull().default(0),
})
