import { audited, moduleSchema, newId, tenantOwned, typeidColumn, versioned } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { boolean, check, date, index, integer, numeric, primaryKey, text } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('orders')

export const shipper = schema.table('shipper', {
  id: typeidColumn('ship').primaryKey().default(newId),
  ...tenantOwned(),
  importNumber: integer('import_number').unique(),
  name: text('name').notNull().unique(),
  phone: text('phone').notNull().default(''),
})

export const order = schema.table(
  'order',
  {
    id: typeidColumn('ord').primaryKey().default(newId),
    ...tenantOwned(),
    number: integer('number').notNull().unique(),
    /** A customer of the customers module, by value; its name is kept as it was when the order was taken. */
    customerId: typeidColumn('cust', 'customer_id').notNull(),
    customerName: text('customer_name').notNull(),
    orderedOn: date('ordered_on').notNull(),
    requiredOn: date('required_on'),
    shippedOn: date('shipped_on'),
    shipperId: typeidColumn('ship', 'shipper_id').references(() => shipper.id),
    /** In cents, as are all amounts. */
    freight: integer('freight').notNull().default(0),
    subtotal: integer('subtotal').notNull(),
    discounts: integer('discounts').notNull(),
    total: integer('total').notNull(),
    shipName: text('ship_name').notNull().default(''),
    shipAddress: text('ship_address').notNull().default(''),
    shipCity: text('ship_city').notNull().default(''),
    shipRegion: text('ship_region').notNull().default(''),
    shipPostalCode: text('ship_postal_code').notNull().default(''),
    shipCountry: text('ship_country').notNull().default(''),
    ...audited(),
    ...versioned(),
  },
  (table) => [
    index('order_customer_idx').on(table.customerId),
    index('order_shipper_idx').on(table.shipperId),
    index('order_ordered_on_idx').on(table.tenantId, table.orderedOn),
    check('order_total_check', sql`${table.total} = ${table.subtotal} + ${table.freight}`),
  ],
)

export const orderLine = schema.table(
  'order_line',
  {
    ...tenantOwned(),
    orderId: typeidColumn('ord', 'order_id')
      .notNull()
      .references(() => order.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    /** A product of the catalog, by value; number, name and price are kept as they were when it was ordered. */
    productId: typeidColumn('prod', 'product_id').notNull(),
    productNumber: integer('product_number').notNull(),
    productName: text('product_name').notNull(),
    unitPrice: integer('unit_price').notNull(),
    quantity: integer('quantity').notNull(),
    /** In percent. */
    discount: numeric('discount', { precision: 5, scale: 2, mode: 'number' }).notNull().default(0),
    total: integer('total').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.position] }),
    check('order_line_quantity_check', sql`${table.quantity} > 0`),
    check('order_line_discount_check', sql`${table.discount} between 0 and 100`),
  ],
)

/** The last number that an order of a tenant was given; it never goes back, whatever becomes of the order. */
export const orderCounter = schema.table(
  'order_counter',
  { ...tenantOwned(), last: integer('last').notNull() },
  (table) => [primaryKey({ columns: [table.tenantId] })],
)

/** What the catalog has set aside for an order, as it told last. */
export const orderStock = schema.table(
  'order_stock',
  {
    ...tenantOwned(),
    orderId: typeidColumn('ord', 'order_id')
      .notNull()
      .references(() => order.id, { onDelete: 'cascade' }),
    productId: typeidColumn('prod', 'product_id').notNull(),
    ordered: integer('ordered').notNull(),
    reserved: integer('reserved').notNull(),
    gone: boolean('gone').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.productId] })],
)
