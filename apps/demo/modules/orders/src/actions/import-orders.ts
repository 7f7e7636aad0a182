/**
 * Loads the orders of the Northwind sample.
 *
 * Orders and their lines stand in two files, each kept or refused as a whole; an order waits without lines, at the
 * price of its freight, until its lines come. Then it is told of as placed; one that has left before tells that too.
 */
import type { Catalog, Product } from '@demo/catalog/contract'
import type { Customers } from '@demo/customers/contract'
import type { ImportHandler, RefusedRow } from 'ashlar'
import type { OrderId, OrderLine } from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'
import type { ShipperStore } from '../domain/shipper-store.ts'
import { lineTotal, orderTotals } from '../domain/totals.ts'
import type { imports } from '../imports.ts'
import { type PublishOrderNeeds, publishOrder } from './publish-order.ts'

export interface ImportOrdersNeeds extends PublishOrderNeeds {
  readonly orders: OrderStore
  readonly shippers: ShipperStore
  readonly catalog: Catalog
  readonly customers: Customers
}

type OrderImports = { readonly [Key in keyof typeof imports]: ImportHandler<(typeof imports)[Key]> }

export function importOrders(needs: ImportOrdersNeeds): OrderImports {
  return {
    shippers: (...given) => importShippers(needs, ...given),
    orders: (...given) => importHeads(needs, ...given),
    lines: (...given) => importLines(needs, ...given),
  }
}

async function importShippers(
  { shippers }: ImportOrdersNeeds,
  ...[rows, progress]: Parameters<OrderImports['shippers']>
): ReturnType<OrderImports['shippers']> {
  const refused: RefusedRow[] = []
  for (const [index, { line, value }] of rows.entries()) {
    const { shipperID: importNumber, companyName: name, phone } = value
    if (await shippers.hasName(name)) refused.push({ line, reason: `there is a shipper "${name}" already` })
    else await shippers.insert({ importNumber, name, phone })
    progress(index + 1)
  }
  return { refused }
}

async function importHeads(
  { orders, shippers, customers }: ImportOrdersNeeds,
  ...[rows, progress]: Parameters<OrderImports['orders']>
): ReturnType<OrderImports['orders']> {
  const known = await orders.mapNumbers()
  const shipperIds = await shippers.mapImportNumbers()
  const refused: RefusedRow[] = []
  for (const [index, { line, value }] of rows.entries()) {
    const customer = await customers.findByCode(value.customerID)
    const shipperId = value.shipVia === null ? null : shipperIds.get(value.shipVia)
    if (known.has(value.orderID)) refused.push({ line, reason: `there is an order ${value.orderID} already` })
    else if (!customer) refused.push({ line, reason: `customerID ${value.customerID} is no customer` })
    else if (shipperId === undefined) refused.push({ line, reason: `shipVia ${value.shipVia} is no imported shipper` })
    else if (refused.length === 0) {
      const { freight, shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry } = value
      await orders.insert(
        {
          customerId: customer.id,
          customerName: customer.name,
          orderedOn: value.orderDate,
          requiredOn: value.requiredDate,
          shippedOn: value.shippedDate,
          shipperId,
          freight,
          ...{ shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry },
          lines: [],
          ...orderTotals([], freight),
        },
        value.orderID,
      )
    }
    progress(index + 1)
  }
  return { refused }
}

async function importLines(
  needs: ImportOrdersNeeds,
  ...[rows, progress]: Parameters<OrderImports['lines']>
): ReturnType<OrderImports['lines']> {
  const orderIds = await needs.orders.mapNumbers()
  const products = await findProducts(needs.catalog, new Set(rows.map(({ value }) => value.productID)))
  const refused: RefusedRow[] = []
  const linesByOrder = new Map<OrderId, OrderLine[]>()
  for (const { line, value } of rows) {
    const orderId = orderIds.get(value.orderID)
    const product = products.get(value.productID)
    if (orderId === undefined) refused.push({ line, reason: `orderID ${value.orderID} is no order` })
    else if (!product) refused.push({ line, reason: `productID ${value.productID} is no product` })
    else if (value.quantity === 0) refused.push({ line, reason: 'quantity is 0' })
    else {
      const { unitPrice, quantity, discount } = value
      const lines = linesByOrder.get(orderId) ?? []
      lines.push({
        productId: product.id,
        productNumber: product.number,
        productName: product.name,
        unitPrice,
        quantity,
        discount,
        total: lineTotal({ unitPrice, quantity, discount }),
      })
      linesByOrder.set(orderId, lines)
    }
  }
  if (refused.length > 0) return { refused }
  let done = 0
  for (const [id, lines] of linesByOrder) {
    await addLines(needs, id, lines)
    done += lines.length
    progress(done)
  }
  return { refused }
}

async function findProducts(catalog: Catalog, numbers: ReadonlySet<number>): Promise<ReadonlyMap<number, Product>> {
  const products = new Map<number, Product>()
  for (const number of numbers) {
    const product = await catalog.findProductByNumber(number)
    if (product) products.set(number, product)
  }
  return products
}

async function addLines(needs: ImportOrdersNeeds, id: OrderId, lines: readonly OrderLine[]): Promise<void> {
  const { orders } = needs
  const order = await orders.lock(id)
  if (!order) return
  const all = [...order.lines, ...lines]
  const { shipper, id: _id, number: _number, shippedOn: _shippedOn, ...change } = order
  await orders.update(id, { ...change, shipperId: shipper?.id ?? null, lines: all, ...orderTotals(all, order.freight) })
  await publishOrder(needs, order.lines.length === 0 ? 'placed' : 'changed', id)
}
