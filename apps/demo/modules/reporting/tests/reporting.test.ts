/** What was sold, as the page tells it and as events make it. */
import { runSql, type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { routes as catalogRoutes } from '@demo/catalog/contract'
import { routes as customerRoutes } from '@demo/customers/contract'
import { routes as orderRoutes } from '@demo/orders/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { can, type DailyReport, type MonthSales, type RankedSales, routes, type Sales } from '../src/contract.ts'
import { addDays } from '../src/domain/days.ts'

let app: TestApp
let clerk: TestClient

// The desk has begun a new year, and by UTC it is still the last day of the old one.
vi.useFakeTimers({ toFake: ['Date'], now: new Date('2025-12-31T23:30:00Z') })
afterAll(() => vi.useRealTimers())
const today = '2026-01-01'
const yesterday = '2025-12-31'

beforeAll(async () => {
  app = await testApp({
    modules: ['@demo/catalog', '@demo/customers', '@demo/orders', '@demo/reporting'],
    tenants: ['acme'],
  })
  clerk = app.as('all')
})
afterAll(() => app?.close())

const idOf = (location: string | undefined) => location?.split('/').at(-1) as never

async function addProduct(number: number, unitPrice: number): Promise<string> {
  const category = await clerk.submit('POST', catalogRoutes.createCategory(), { name: `Category ${number}` })
  const product = { number, name: `Product ${number}`, categoryId: idOf(category.location), unitPrice }
  return idOf((await clerk.submit('POST', catalogRoutes.createProduct(), product)).location)
}

async function addCustomer(code: string): Promise<string> {
  return idOf((await clerk.submit('POST', customerRoutes.store(), { code, name: `Customer ${code}` })).location)
}

const bodyOf = (customerId: string, productId: string, quantity: number, fields: object = {}) => ({
  customerId,
  orderedOn: today,
  freight: 990,
  shipCountry: 'Norway',
  lines: [{ productId, quantity }],
  ...fields,
})

async function take(body: object): Promise<never> {
  return idOf((await clerk.submit('POST', orderRoutes.store(), body)).location)
}

async function readSales(by: 'product' | 'customer' | 'country' = 'product') {
  return (await clerk.visit(routes.sales({ query: { by } }))).page().props as never as {
    readonly total: Sales
    readonly open: Sales
    readonly months: readonly MonthSales[]
    readonly ranking: readonly RankedSales[]
  }
}

/** Runs SQL on the rows of the desk's tenant. */
const runOwn = (text: string) => runSql(app.database, text, [], { tenant: app.tenant('acme').id })

/** The tables of the read model, row by row. */
async function readTables(): Promise<unknown> {
  const [tables] = await runOwn(
    'select (select json_agg(sale order by order_id) from reporting.sale) as sales, (select json_agg(line order by order_id, position) from reporting.sale_line line) as lines',
  )
  return tables
}

test('orders are told by month, product, customer and country, as they are once events have come', async () => {
  const [pen, ink] = [await addProduct(801, 1_000), await addProduct(802, 500)]
  const [anna, bert] = [await addCustomer('ANNA'), await addCustomer('BERT')]
  const first = await take(bodyOf(anna, pen, 2))
  const second = await take(bodyOf(bert, ink, 3, { shipCountry: 'Denmark' }))
  const third = await take(bodyOf(bert, pen, 9))
  expect((await readSales()).total).toEqual({ orders: 0, amount: 0 })
  await app.deliver()
  expect((await readSales()).total).toEqual({ orders: 3, amount: 12_500 })

  await clerk.submit('PUT', orderRoutes.update({ id: first }), bodyOf(anna, pen, 4))
  await clerk.submit('POST', orderRoutes.ship({ id: second }), { shippedOn: today })
  await clerk.submit('DELETE', orderRoutes.remove({ id: third }))
  await app.deliver()

  const products = await readSales()
  expect(products.total).toEqual({ orders: 2, amount: 5_500 })
  expect(products.open).toEqual({ orders: 1, amount: 4_000 })
  expect(products.months).toHaveLength(12)
  expect(products.months.at(-1)).toEqual({ month: today.slice(0, 7), orders: 2, amount: 5_500 })
  expect(products.ranking).toMatchObject([
    { label: 'Product 801', orders: 1, amount: 4_000 },
    { label: 'Product 802', orders: 1, amount: 1_500 },
  ])
  expect((await readSales('customer')).ranking).toMatchObject([
    { label: 'Customer ANNA', amount: 4_000 },
    { label: 'Customer BERT', amount: 1_500 },
  ])
  expect((await readSales('country')).ranking).toEqual([
    { key: 'Norway', label: 'Norway', orders: 1, amount: 4_000 },
    { key: 'Denmark', label: 'Denmark', orders: 1, amount: 1_500 },
  ])
})

test('replay makes exactly the same tables again, from nothing, from nonsense and beside what goes on', async () => {
  const productId = await addProduct(811, 700)
  const customerId = await addCustomer('REPLAY')
  const ids: string[] = []
  for (let quantity = 1; quantity <= 6; quantity += 1) ids.push(await take(bodyOf(customerId, productId, quantity)))
  const [changed, shipped, removed] = ids as [never, never, never]
  await clerk.submit('PUT', orderRoutes.update({ id: changed }), bodyOf(customerId, productId, 50))
  await clerk.submit('POST', orderRoutes.ship({ id: shipped }), { shippedOn: today })
  await clerk.submit('DELETE', orderRoutes.remove({ id: removed }))
  await app.deliver()
  const before = await readTables()
  expect(before).toEqual({ sales: expect.any(Array), lines: expect.any(Array) })

  await runOwn('truncate reporting.sale cascade')
  expect((await readSales()).total).toEqual({ orders: 0, amount: 0 })
  await app.events.replay({ handler: 'reporting.keepSales' })
  await app.deliver()
  expect(await readTables()).toEqual(before)

  await runOwn("update reporting.sale set amount = 1, customer_name = 'Nobody', removed = not removed")
  await runOwn('delete from reporting.sale_line where position = 1')
  expect(await readTables()).not.toEqual(before)
  await app.events.replay({ handler: 'reporting.keepSales' })
  await app.deliver()
  expect(await readTables()).toEqual(before)

  await app.events.replay({ handler: 'reporting.keepSales' })
  const added = await take(bodyOf(customerId, productId, 7))
  await app.deliver()
  await clerk.submit('DELETE', orderRoutes.remove({ id: added }))
  await app.deliver()
  expect((await readSales()).ranking).toContainEqual(expect.objectContaining({ label: 'Product 811' }))
  await runOwn('delete from reporting.sale where number = (select max(number) from reporting.sale)')
  expect(await readTables()).toEqual(before)
})

test('each night reports the days that are over, once for each, and makes up for nights in which nothing ran', async () => {
  await using desk = await testApp({
    modules: ['@demo/catalog', '@demo/customers', '@demo/orders', '@demo/reporting'],
    tenants: ['acme'],
  })
  const person = desk.as('all')
  const readReports = async () =>
    ((await person.visit(routes.days())).page().props as never as { reports: DailyReport[] }).reports
  expect(await readReports()).toEqual([])

  await desk.time.travel({ days: 1 })
  expect((await desk.runJobs()).map(({ job }) => job)).toEqual(['reporting.reportDays'])
  const first = await readReports()
  expect(first).toHaveLength(31)
  expect(first[0]).toMatchObject({ taken: { orders: 0, amount: 0 }, shipped: 0, bestProduct: '' })

  const last = first[0]?.day ?? ''
  await desk.time.travel({ days: 3 })
  await desk.runJobs()
  const second = await readReports()
  expect(second.slice(0, 4).map(({ day }) => day)).toEqual([3, 2, 1, 0].map((days) => addDays(last, days)))
  expect(second.slice(3, 31)).toEqual(first.slice(0, 28))

  expect((await person.submit('POST', routes.report())).location).toBe(routes.days())
  expect((await desk.runJobs()).map(({ job }) => job)).toEqual(['reporting.reportDays'])
  expect(await readReports()).toEqual(second)
  expect((await desk.as([can.read]).submit('POST', routes.report())).status).toBe(403)
})

test('a report tells what its day came to', async () => {
  const [pen, ink] = [await addProduct(821, 1_000), await addProduct(822, 400)]
  const customerId = await addCustomer('NIGHT')
  await take(bodyOf(customerId, pen, 1, { orderedOn: yesterday }))
  const leaves = await take(bodyOf(customerId, ink, 10, { orderedOn: yesterday }))
  await clerk.submit('POST', orderRoutes.ship({ id: leaves }), { shippedOn: yesterday })
  await app.deliver()
  await clerk.submit('POST', routes.report())
  await app.runJobs()
  const { reports } = (await clerk.visit(routes.days())).page().props as never as { reports: DailyReport[] }
  expect(reports[0]).toMatchObject({
    day: yesterday,
    taken: { orders: 2, amount: 5_000 },
    shipped: 1,
    bestProduct: 'Product 822',
  })
  const before = reports[1]?.open ?? { orders: 0, amount: 0 }
  expect(reports[0]?.open).toEqual({ orders: before.orders + 1, amount: before.amount + 1_000 })
})

test('only those who may see what was sold do', async () => {
  expect((await app.as([can.read]).visit(routes.sales())).status).toBe(200)
  expect((await app.as([]).visit(routes.sales())).status).toBe(403)
  expect((await clerk.visit(`${routes.sales()}?by=;drop`)).page().props.query).toEqual({ by: 'product' })
})
