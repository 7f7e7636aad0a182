import { moduleSchema, tenantOwned, typeidColumn } from 'ashlar/data'
import { bigint, boolean, date, index, integer, primaryKey, text, timestamp } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('reporting')

/** An order as events told of it last. */
export const sale = schema.table(
  'sale',
  {
    orderId: typeidColumn('ord', 'order_id').primaryKey(),
    ...tenantOwned(),
    number: integer('number').notNull(),
    /** The order's version; what is older changes nothing any more. */
    version: integer('version').notNull(),
    customerId: typeidColumn('cust', 'customer_id').notNull(),
    customerName: text('customer_name').notNull(),
    country: text('country').notNull(),
    orderedOn: date('ordered_on').notNull(),
    shippedOn: date('shipped_on'),
    /** What the lines come to after discounts, in cents. */
    amount: integer('amount').notNull(),
    /** A removed order stays, so that an event that comes late does not bring it back; it counts for nothing. */
    removed: boolean('removed').notNull(),
  },
  (table) => [index('sale_ordered_on_idx').on(table.tenantId, table.orderedOn)],
)

export const saleLine = schema.table(
  'sale_line',
  {
    ...tenantOwned(),
    orderId: typeidColumn('ord', 'order_id')
      .notNull()
      .references(() => sale.orderId, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    productId: typeidColumn('prod', 'product_id').notNull(),
    productName: text('product_name').notNull(),
    quantity: integer('quantity').notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
)

/** What one day came to, as it was known in the night after it. */
export const dailyReport = schema.table(
  'daily_report',
  {
    ...tenantOwned(),
    day: date('day').notNull(),
    orders: integer('orders').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    shipped: integer('shipped').notNull(),
    openOrders: integer('open_orders').notNull(),
    openAmount: bigint('open_amount', { mode: 'number' }).notNull(),
    bestProduct: text('best_product').notNull(),
    madeAt: timestamp('made_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.day] })],
)
