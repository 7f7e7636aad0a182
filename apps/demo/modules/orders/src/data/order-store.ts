import { containsText, historyOf, type ModuleDatabase, readPage, tellHistory } from 'ashlar/data'
import { and, asc, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'ashlar/drizzle'
import type { Order, OrderId, OrderLine } from '../contract.ts'
import type { OrderQuery, OrderStore } from '../domain/order-store.ts'
import { order, orderCounter, orderLine, shipper } from './tables.ts'

const firstNumber = 1001

const summaryColumns = {
  id: order.id,
  number: order.number,
  customerId: order.customerId,
  customerName: order.customerName,
  orderedOn: order.orderedOn,
  requiredOn: order.requiredOn,
  shippedOn: order.shippedOn,
  total: order.total,
}

const columns = {
  ...summaryColumns,
  shipper: { id: shipper.id, name: shipper.name },
  freight: order.freight,
  subtotal: order.subtotal,
  discounts: order.discounts,
  shipName: order.shipName,
  shipAddress: order.shipAddress,
  shipCity: order.shipCity,
  shipRegion: order.shipRegion,
  shipPostalCode: order.shipPostalCode,
  shipCountry: order.shipCountry,
  version: order.version,
}

const lineColumns = {
  productId: orderLine.productId,
  productNumber: orderLine.productNumber,
  productName: orderLine.productName,
  unitPrice: orderLine.unitPrice,
  quantity: orderLine.quantity,
  discount: orderLine.discount,
  total: orderLine.total,
}

const orders: Readonly<Record<OrderQuery['sort'], SQL>> = {
  number: asc(order.number),
  '-number': desc(order.number),
  customer: asc(sql`lower(${order.customerName})`),
  '-customer': desc(sql`lower(${order.customerName})`),
  date: asc(order.orderedOn),
  '-date': desc(order.orderedOn),
  total: asc(order.total),
  '-total': desc(order.total),
}

const statuses: Readonly<Record<OrderQuery['status'], (today: string) => SQL | undefined>> = {
  all: () => undefined,
  open: () => isNull(order.shippedOn),
  shipped: () => isNotNull(order.shippedOn),
  late: (today) => and(isNull(order.shippedOn), lt(order.requiredOn, today)),
}

/** The orders, in their tables. @param today tells the day that it is at the desk. */
export function createOrderStore(db: ModuleDatabase, today: () => string): OrderStore {
  const select = () => db.select(columns).from(order).leftJoin(shipper, eq(shipper.id, order.shipperId))

  /** The lines are read after the order, so that those of an order that was waited for are as it is. */
  async function read(query: PromiseLike<Omit<Order, 'lines'>[]>): Promise<Order | undefined> {
    const [found] = await query
    if (!found) return undefined
    const lines = await db
      .select(lineColumns)
      .from(orderLine)
      .where(eq(orderLine.orderId, found.id))
      .orderBy(orderLine.position)
    return { ...found, lines }
  }

  async function insertLines(id: OrderId, lines: readonly OrderLine[]): Promise<void> {
    if (lines.length === 0) return
    await db.insert(orderLine).values(lines.map((line, index) => ({ ...line, orderId: id, position: index + 1 })))
  }

  /**
   * Gives the next number that no order of this tenant has had, or notes that `given` is one's. Whoever takes a number keeps the
   * tenant's others waiting until the transaction ends.
   */
  async function takeNumber(given: number | undefined): Promise<number> {
    const { last } = orderCounter
    const highest = sql`(select coalesce(max(${order.number}), ${firstNumber - 1}::int) from ${order})`
    const [row] = await db
      .insert(orderCounter)
      .values({ last: given === undefined ? sql`${highest} + 1` : sql`greatest(${highest}, ${given}::int)` })
      .onConflictDoUpdate({
        target: orderCounter.tenantId,
        set: { last: given === undefined ? sql`${last} + 1` : sql`greatest(${last}, ${given}::int)` },
      })
      .returning({ last })
    if (!row) throw new TypeError('The counter of orders returned no row.')
    return given ?? row.last
  }

  return {
    async list(query) {
      const condition = and(matchesText(query.search), statuses[query.status](today()))
      return readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          db
            .select(summaryColumns)
            .from(order)
            .where(condition)
            .orderBy(orders[query.sort], desc(order.id))
            .limit(limit)
            .offset(offset),
        count: () => db.$count(order, condition),
      })
    },
    find: (id) => read(select().where(eq(order.id, id))),
    lock: (id) => read(select().where(eq(order.id, id)).for('update', { of: order })),
    history: async (id, findNames) => tellHistory(await historyOf(order, id), findNames),
    async insert({ lines, ...record }, number) {
      const taken = await takeNumber(number)
      const [row] = await db
        .insert(order)
        .values({ ...record, number: taken })
        .returning({ id: order.id })
      if (!row) throw new TypeError('An insert of an order returned no row.')
      await insertLines(row.id, lines)
      return { id: row.id, number: taken }
    },
    async update(id, { lines, ...record }) {
      const changed = await db.update(order).set(record).where(eq(order.id, id)).returning({ id: order.id })
      if (changed.length === 0) return false
      await db.delete(orderLine).where(eq(orderLine.orderId, id))
      await insertLines(id, lines)
      return true
    },
    async markShipped(id, shippedOn) {
      await db.update(order).set({ shippedOn }).where(eq(order.id, id))
    },
    async remove(id) {
      await db.delete(order).where(eq(order.id, id))
    },
    async mapNumbers() {
      const rows = await db.select({ id: order.id, number: order.number }).from(order)
      return new Map(rows.map(({ id, number }) => [number, id]))
    },
    isEmpty: async () => (await db.$count(order)) === 0,
  }
}

function matchesText(text: string): SQL | undefined {
  return text === ''
    ? undefined
    : or(containsText(text, order.customerName, order.shipCity), sql`${order.number}::text = ${text}`)
}
