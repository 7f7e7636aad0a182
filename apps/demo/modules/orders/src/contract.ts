/** What others may know of orders. */
import {
  definePages,
  definePermissions,
  defineRoutes,
  del,
  type EventEnvelope,
  event,
  get,
  listQuery,
  money,
  page,
  paged,
  post,
  put,
  rowHistory,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('orders', {
  read: 'See orders',
  edit: 'Take, change and remove orders',
  ship: 'Mark orders as shipped',
})

const orderId = typeid('ord')
const shipperId = typeid('ship')
const customerId = typeid('cust')
const productId = typeid('prod')
export type OrderId = z.output<typeof orderId>
export type ShipperId = z.output<typeof shipperId>

const optionalText = (max: number) => z.string().trim().max(max).default('')
/** The calendar of the database knows no year 0. */
const day = z.iso.date('orders:errors.date').refine((text) => text >= '0001', 'orders:errors.date')

export const OrderLine = z.object({
  productId,
  /** The product's number and name when it was ordered. */
  productNumber: z.int(),
  productName: z.string(),
  /** The price of one unit when it was ordered, in cents. */
  unitPrice: money(),
  quantity: z.int(),
  /** In percent. */
  discount: z.number(),
  total: money(),
})
export type OrderLine = z.output<typeof OrderLine>

export const OrderSummary = z.object({
  id: orderId,
  number: z.int(),
  customerId,
  customerName: z.string(),
  orderedOn: z.iso.date(),
  requiredOn: z.iso.date().nullable(),
  shippedOn: z.iso.date().nullable(),
  total: money(),
})
export type OrderSummary = z.output<typeof OrderSummary>

export const Order = OrderSummary.extend({
  shipper: z.object({ id: shipperId, name: z.string() }).nullable(),
  freight: money(),
  /** Of all lines, without freight. */
  subtotal: money(),
  /** What the discounts take off, in cents. */
  discounts: money(),
  shipName: z.string(),
  shipAddress: z.string(),
  shipCity: z.string(),
  shipRegion: z.string(),
  shipPostalCode: z.string(),
  shipCountry: z.string(),
  lines: z.array(OrderLine),
  /** Rises with each change. */
  version: z.int(),
})
export type Order = z.output<typeof Order>

const OrderFields = z.object({
  customerId,
  orderedOn: day,
  requiredOn: day.nullable().default(null),
  shipperId: shipperId.nullable().default(null),
  freight: money().min(0).max(100_000_000, 'orders:errors.freight').default(0),
  shipName: optionalText(120),
  shipAddress: optionalText(200),
  shipCity: optionalText(80),
  shipRegion: optionalText(80),
  shipPostalCode: optionalText(20),
  shipCountry: optionalText(80),
  lines: z
    .array(
      z.object({
        productId,
        quantity: z.int().min(1, 'orders:errors.quantity').max(100_000),
        discount: z.number().min(0).max(100).multipleOf(0.01, 'orders:errors.discount').default(0),
      }),
    )
    .min(1, 'orders:errors.noLines')
    .max(200),
  /** The version that the form was shown; a newer one is not overwritten. */
  version: z.int().optional(),
})
export const OrderForm = OrderFields.refine(
  ({ orderedOn, requiredOn }) => requiredOn === null || requiredOn >= orderedOn,
  { path: ['requiredOn'], error: 'orders:errors.requiredBeforeOrdered' },
)
export type OrderForm = z.output<typeof OrderForm>

export const OrderList = listQuery([
  '-number',
  'number',
  'customer',
  '-customer',
  'date',
  '-date',
  'total',
  '-total',
]).extend({
  status: z.enum(['all', 'open', 'shipped', 'late']).catch('all').default('all'),
})

/** How much of a product is set aside for an order. What is missing is on back-order, unless the product is gone. */
export const StockLine = z.object({
  productId,
  ordered: z.int(),
  reserved: z.int(),
  /** Whether the product was removed from the catalog before the order reached the stock. */
  gone: z.boolean(),
})
export type StockLine = z.output<typeof StockLine>

/** A customer to take an order from. An order goes to this address unless another one is entered. */
const CustomerChoice = z.object({
  id: customerId,
  code: z.string(),
  name: z.string(),
  address: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
})
export type CustomerChoice = z.output<typeof CustomerChoice>
/** A product to order, at the price of today. */
const ProductChoice = z.object({ id: productId, number: z.int(), name: z.string(), unitPrice: money() })
export type ProductChoice = z.output<typeof ProductChoice>
const ChoiceSearch = z.object({ search: z.string().trim().max(200).catch('').default('') })

const params = { id: orderId }

export const routes = defineRoutes('orders', {
  list: get('/', { can: can.read, query: OrderList }),
  create: get('/new', { can: can.edit }),
  store: post('/', { can: can.edit, body: OrderForm }),
  show: get('/:id', { can: can.read, params }),
  edit: get('/:id/edit', { can: can.edit, params }),
  update: put('/:id', { can: can.edit, params, body: OrderForm }),
  remove: del('/:id', { can: can.edit, params }),
  ship: post('/:id/ship', { can: can.ship, params, body: z.object({ shippedOn: day }) }),
  api: get('/api/orders', {
    can: can.read,
    query: OrderList,
    response: paged(OrderSummary),
    summary: 'List orders, a page at a time',
  }),
  findCustomers: get('/api/customers', {
    can: can.edit,
    query: ChoiceSearch,
    response: z.array(CustomerChoice),
    summary: 'Find customers to take an order from',
  }),
  findProducts: get('/api/products', {
    can: can.edit,
    query: ChoiceSearch,
    response: z.array(ProductChoice),
    summary: 'Find products to order',
  }),
})

export const pages = definePages('orders', {
  Browse: page({ orders: paged(OrderSummary), query: OrderList }),
  Show: page({
    order: Order,
    /** `null` until the catalog has answered. */
    stock: z.array(StockLine).nullable(),
    history: rowHistory(),
  }),
  Form: page({
    order: Order.nullable(),
    shippers: z.array(z.object({ id: shipperId, name: z.string() })),
    today: z.iso.date(),
  }),
})

/** An order as others may keep it: how it was at `version`, in words and numbers that stay as they are. */
export const OrderFacts = z.object({
  id: orderId,
  number: z.int(),
  /** Rises with each change of the order, its removal included: what is known at a higher version is newer. */
  version: z.int(),
  customerId,
  customerName: z.string(),
  shipCountry: z.string(),
  orderedOn: z.iso.date(),
  /** Set when the order has left, also for one that comes from another system and had left before. */
  shippedOn: z.iso.date().nullable(),
  subtotal: money(),
  freight: money(),
  total: money(),
  lines: z.array(
    z.object({ productId, productNumber: z.int(), productName: z.string(), quantity: z.int(), total: money() }),
  ),
})
export type OrderFacts = z.output<typeof OrderFacts>

/** Published with the order's id as their key: whoever listens to all of them receives each order's in their order. */
export const orderPlaced = event('orders.placed', { version: 1, payload: OrderFacts })
export const orderChanged = event('orders.changed', { version: 1, payload: OrderFacts })
export const orderShipped = event('orders.shipped', { version: 1, payload: OrderFacts })
/** The order as it was at last, at a version above that. */
export const orderRemoved = event('orders.removed', { version: 1, payload: OrderFacts })

const orderEvents = [orderPlaced, orderChanged, orderShipped, orderRemoved]

/** What happened to an order. */
export interface OrderEvent {
  readonly name: (typeof orderEvents)[number]['name']
  readonly order: OrderFacts
}

/** Reads what a handler of `orders.*` receives; `undefined` when it is not about an order. */
export function readOrderEvent({ name, payload }: EventEnvelope): OrderEvent | undefined {
  const declared = orderEvents.find((each) => each.name === name)
  return declared && { name: declared.name, order: declared.payload.parse(payload) }
}
