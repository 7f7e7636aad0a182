import type { Catalog, Product } from '@demo/catalog/contract'
import type { Customers } from '@demo/customers/contract'
import { notFound } from 'ashlar/http'
import type { Order, OrderForm, OrderId, OrderLine } from '../contract.ts'
import type { OrderRecord, OrderStore } from '../domain/order-store.ts'
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

export interface SaveOrderNeeds {
  readonly orders: OrderStore
  readonly shippers: ShipperStore
  readonly catalog: Catalog
  readonly customers: Customers
}

/**
 * Takes an order, or changes the one with `id` as long as it is not shipped.
 *
 * Prices come from the catalog, never from the form; a line that was ordered before keeps the price it had.
 *
 * @throws ASH225 when customer, product or shipper do not exist, a new line orders what is no longer sold, or
 *   all of it comes to more than an order may.
 * @throws ASH237 when there is no order with this id.
 * @throws ASH468 when somebody else has changed the order since the form was shown.
 * @throws ORDERS_ALREADY_SHIPPED when the order has left.
 */
export async function saveOrder(needs: SaveOrderNeeds, form: OrderForm, id?: OrderId): Promise<OrderId> {
  const before = id === undefined ? undefined : await getOpenOrder(needs.orders, id)
  const customer = await needs.customers.find(form.customerId)
  if (!customer) throw customerUnknown()
  if (form.shipperId !== null && !(await needs.shippers.exists(form.shipperId))) throw shipperUnknown()

  const lines = await priceLines(needs.catalog, form.lines, before)
  const totals = orderTotals(lines, form.freight)
  if (totals.total + totals.discounts > highestPrice) throw orderTooLarge()
  const record: OrderRecord = {
    ...form,
    customerName: customer.name,
    shippedOn: null,
    lines,
    ...totals,
  }
  if (id === undefined) return (await needs.orders.insert(record)).id
  await needs.orders.update(id, record)
  return id
}

async function getOpenOrder(orders: OrderStore, id: OrderId): Promise<Order> {
  const order = await orders.find(id)
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
