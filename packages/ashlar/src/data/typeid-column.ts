import { sql } from 'drizzle-orm'
import { customType } from 'drizzle-orm/pg-core'
import { typeidOf, uuidOf } from '../contract/typeid-uuid.ts'
import type { TypeIdOf } from '../contract/values.ts'

/**
 * A column that holds the UUID of a TypeID: rows and conditions speak `prod_01h…`, the database keeps 16 bytes.
 * It is called like its key in the table unless it is named.
 *
 * @example
 * const product = schema.table('product', {
 *   id: typeidColumn('prod').primaryKey().default(newId),
 *   categoryId: typeidColumn('cat', 'category_id').notNull(),
 * })
 */
export function typeidColumn<const Prefix extends string>(prefix: Prefix, name = '') {
  return customType<{ data: TypeIdOf<Prefix>; driverData: string }>({
    dataType: () => 'uuid',
    toDriver: uuidOf,
    fromDriver: (uuid) => typeidOf(prefix, uuid),
  })(name)
}

/** The default of an id column: a new UUIDv7 made by the database, so that rows sort by their age. */
export const newId = sql`ashlar.uuidv7()`
