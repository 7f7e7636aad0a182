import type { Catalog, Product } from '@demo/catalog/contract'
import type { Customers } from '@demo/customers/contract'
import { notFound } from 'ashlar/http'
import type { Order, OrderForm, OrderId, OrderLine } from '../contract.ts'
import type { OrderChange, OrderStore } from '../domain/order-store.ts'
import type { ShipperStore } from '../domain/shipper-store.ts'
import { highestPrice, lineTotal, orderTotals } from '../domain/totals.ts'
import {
  alreadyShipped,
  customerUnknown,
  orderTooLarge,
  productDiscontinued,
  productUnknown,
  shipperUnknown,
} from '../errors.ts'
import { type PublishOrderNeeds, publishOrder } from './publish-order.ts'

export interface SaveOrderNeeds extends PublishOrderNeeds {
  readonly orders: OrderStore
  readonly shippers: ShipperStore
  readonly catalog: Catalog
  readonly customers: Customers
}

/** What a form holds; `shippedOn` is for an order that had left before it was entered here. */
export type TakenOrder = OrderForm & { readonly shippedOn?: string }

/**
 * Takes an order, or changes the one with `id` as long as it is not shipped, and tells so.
 *
 * Prices come from the catalog, never from the form; a line that was ordered before keeps the price it had.
 *
 * @throws ASH225 when customer, product or shipper do not exist, a new line orders what is no longer sold, or
 *   all of it comes to more than an order may.
 * @throws ASH237 when there is no order with this id.
 * @throws ASH468 when somebody else has changed the order since the form was shown.
 * @throws ASH483 when another module refuses the order.
 * @throws ORDERS_ALREADY_SHIPPED when the order has left.
 */
export async function saveOrder(needs: SaveOrderNeeds, form: TakenOrder, id?: OrderId): Promise<OrderId> {
  const before = id === undefined ? undefined : await lockOpenOrder(needs.orders, id)
  const customer = await needs.customers.find(form.customerId)
  if (!customer) throw customerUnknown()
  if (form.shipperId !== null && !(await needs.shippers.exists(form.shipperId))) throw shipperUnknown()

  const lines = await priceLines(needs.catalog, form.lines, before)
  const totals = orderTotals(lines, form.freight)
  if (totals.total + totals.discounts > highestPrice) throw orderTooLarge()
  const { shippedOn = null, ...fields } = form
  const record: OrderChange = { ...fields, customerName: customer.name, lines, ...totals }
  if (id !== undefined) {
    await needs.orders.update(id, record)
    await publishOrder(needs, 'changed', id)
    return id
  }
  const taken = await needs.orders.insert({ ...record, shippedOn })
  await publishOrder(needs, 'placed', taken.id)
  return taken.id
}

async function lockOpenOrder(orders: OrderStore, id: OrderId): Promise<Order> {
  const order = await orders.lock(id)
  if (!order) throw notFound('order')
  if (order.shippedOn !== null) throw alreadyShipped(order.number, order.shippedOn)
  return order
}

async function priceLines(
  catalog: Catalog,
  lines: OrderForm['lines'],
  before: Order | undefined,
): Promise<OrderLine[]> {
  const products = await catalog.listProductsById(lines.map(({ productId }) => productId))
  const productById = new Map(products.map((product) => [product.id, product]))
  const lineBefore = new Map(before?.lines.map((line) => [line.productId, line]))
  return lines.map((line, index) => {
    const known = lineBefore.get(line.productId) ?? describeProduct(productById.get(line.productId), index)
    const priced = { ...line, unitPrice: known.unitPrice }
    return { ...priced, productNumber: known.productNumber, productName: known.productName, total: lineTotal(priced) }
  })
}

function describeProduct(
  product: Product | undefined,
  line: number,
): Pick<OrderLine, 'productNumber' | 'productName' | 'unitPrice'> {
  if (!product) throw productUnknown(line)
  if (product.discontinued) throw productDiscontinued(line)
  return { productNumber: product.number, productName: product.name, unitPrice: product.unitPrice }
}
