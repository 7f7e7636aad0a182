import { moduleSchema, newId, tenantOwned, typeidColumn } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { boolean, check, index, integer, primaryKey, text, timestamp, uniqueIndex } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('catalog')

const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow()

export const category = schema.table(
  'category',
  {
    id: typeidColumn('cat').primaryKey().default(newId),
    ...tenantOwned(),
    /** The number it had in the system that the data came from. */
    importNumber: integer('import_number').unique(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    createdAt,
  },
  (table) => [uniqueIndex('category_name_key').on(table.tenantId, sql`lower(${table.name})`)],
)

export const supplier = schema.table(
  'supplier',
  {
    id: typeidColumn('sup').primaryKey().default(newId),
    ...tenantOwned(),
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
  (table) => [uniqueIndex('supplier_name_key').on(table.tenantId, sql`lower(${table.name})`)],
)

export const product = schema.table(
  'product',
  {
    id: typeidColumn('prod').primaryKey().default(newId),
    ...tenantOwned(),
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
    index('product_name_idx').on(table.tenantId, sql`lower(${table.name})`),
    check('product_unit_price_check', sql`${table.unitPrice} >= 0`),
    check('product_units_in_stock_check', sql`${table.unitsInStock} >= 0`),
  ],
)

/** The orders that the stock knows of, by value. */
export const stockOrder = schema.table('stock_order', {
  orderId: typeidColumn('ord', 'order_id').primaryKey(),
  ...tenantOwned(),
  number: integer('number').notNull(),
  /** The order's version that the stock was brought up to; what is older changes nothing any more. */
  version: integer('version').notNull(),
  /** Whether the order has left or was removed: it claims nothing any more. */
  closed: boolean('closed').notNull(),
})

/** What an open order claims of a product's stock. */
export const reservation = schema.table(
  'reservation',
  {
    ...tenantOwned(),
    orderId: typeidColumn('ord', 'order_id')
      .notNull()
      .references(() => stockOrder.orderId, { onDelete: 'cascade' }),
    /** By value: a product may be removed before the stock hears of an order for it. */
    productId: typeidColumn('prod', 'product_id').notNull(),
    ordered: integer('ordered').notNull(),
    reserved: integer('reserved').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.productId] }),
    index('reservation_product_idx').on(table.productId),
    check('reservation_reserved_check', sql`${table.reserved} between 0 and ${table.ordered}`),
  ],
)
