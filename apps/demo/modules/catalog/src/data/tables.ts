import { moduleSchema, newId, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { boolean, check, index, integer, text, timestamp, uniqueIndex } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('catalog')

const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow()

export const category = schema.table(
  'category',
  {
    id: typeidColumn('cat').primaryKey().default(newId),
    /** The number it had in the system that the data came from. */
    importNumber: integer('import_number').unique(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    createdAt,
  },
  (table) => [uniqueIndex('category_name_key').on(sql`lower(${table.name})`)],
)

export const supplier = schema.table(
  'supplier',
  {
    id: typeidColumn('sup').primaryKey().default(newId),
    importNumber: integer('import_number').unique(),
    name: text('name').notNull(),
    contactName: text('contact_name').notNull().default(''),
    contactTitle: text('contact_title').notNull().default(''),
    address: text('address').notNull().default(''),
    city: text('city').notNull().default(''),
    region: text('region').notNull().default(''),
    postalCode: text('postal_code').notNull().default(''),
    country: text('country').notNull().default(''),
    phone: text('phone').notNull().default(''),
    createdAt,
  },
  (table) => [uniqueIndex('supplier_name_key').on(sql`lower(${table.name})`)],
)

export const product = schema.table(
  'product',
  {
    id: typeidColumn('prod').primaryKey().default(newId),
    number: integer('number').notNull().unique(),
    name: text('name').notNull(),
    categoryId: typeidColumn('cat', 'category_id')
      .notNull()
      .references(() => category.id),
    supplierId: typeidColumn('sup', 'supplier_id').references(() => supplier.id),
    quantityPerUnit: text('quantity_per_unit').notNull().default(''),
    /** In cents. */
    unitPrice: integer('unit_price').notNull(),
    unitsInStock: integer('units_in_stock').notNull().default(0),
    unitsOnOrder: integer('units_on_order').notNull().default(0),
    reorderLevel: integer('reorder_level').notNull().default(0),
    discontinued: boolean('discontinued').notNull().default(false),
    createdAt,
  },
  (table) => [
    index('product_category_idx').on(table.categoryId),
    index('product_supplier_idx').on(table.supplierId),
    index('product_name_idx').on(sql`lower(${table.name})`),
    check('product_unit_price_check', sql`${table.unitPrice} >= 0`),
    check('product_units_in_stock_check', sql`${table.unitsInStock} >= 0`),
  ],
)
