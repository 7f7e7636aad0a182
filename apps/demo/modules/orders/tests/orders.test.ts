import type { TestApp, TestClient } from '@ashlar/testing'
import { can as customersCan } from '@demo/customers/contract'
import type { RowHistory } from 'ashlar/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { can, type Order, routes } from '../src/contract.ts'
import { type Desk, idOf, openOffice } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk

beforeAll(async () => {
  ;({ app, clerk, desk } = await openOffice())
})
afterAll(() => app?.close())

const addProduct = (number: number, unitPrice: number) => desk.addProduct(number, unitPrice)
const addCustomer = (code: string) => desk.addCustomer(code)

test('an order takes its prices from the catalog and adds up its lines, discounts and freight', async () => {
  const productId = await addProduct(501, 999)
  const customerId = await addCustomer('TOTAL')
  const page = await clerk.submitAndFollow('POST', routes.store(), {
    customerId,
    orderedOn: '2026-03-02',
    freight: 500,
    lines: [{ productId, quantity: 3, discount: 15 }],
  })
  expect(page.page()).toMatchObject({
    component: 'orders/Show',
    flash: { kind: 'success', message: 'The order was taken.' },
  })
  const order = page.page().props.order as Order
  expect(order).toMatchObject({
    number: 1001,
    customerName: 'Customer TOTAL',
    subtotal: 2547,
    discounts: 450,
    total: 3047,
  })
  expect(order.lines).toMatchObject([{ productName: 'Product 501', unitPrice: 999, total: 2547 }])
})

test('an order tells who did what to it, by name where people have one', async () => {
  const productId = await addProduct(511, 1000)
  const customerId = await addCustomer('STORY')
  const lines = [{ productId, quantity: 1, discount: 0 }]
  const id = await desk.takeOrder(customerId, lines)
  const bob = app.as('all', { id: 'usr_bob' })
  await bob.submit('PUT', routes.update({ id }), { customerId, orderedOn: '2026-03-05', lines })

  const { history } = (await clerk.visit(routes.show({ id }))).page().props as unknown as { history: RowHistory }

  expect(history).toMatchObject([
    {
      kind: 'update',
      who: 'usr_bob',
      through: null,
      fields: [{ field: 'orderedOn', before: '2026-03-02', after: '2026-03-05' }],
    },
    { kind: 'insert', who: 'usr_test' },
  ])
})

test('a line keeps the price it was ordered at, and a shipped order can no longer be changed', async () => {
  const productId = await addProduct(502, 1000)
  const customerId = await addCustomer('PRICE')
  const lines = [{ productId, quantity: 1, discount: 0 }]
  const answer = await clerk.submit('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines })
  const id = idOf(answer.location, 'ord_')

  await desk.changeProduct(productId, { unitPrice: 9900 })
  await clerk.submit('PUT', routes.update({ id }), {
    customerId,
    orderedOn: '2026-03-03',
    lines: [{ ...lines[0], quantity: 2 }],
  })
  expect(await desk.readOrder(id)).toMatchObject({ orderedOn: '2026-03-03', total: 2000 })

  await clerk.submit('POST', routes.ship({ id }), { shippedOn: '2026-03-04' })
  const refused = await clerk.submit('PUT', routes.update({ id }), { customerId, orderedOn: '2026-03-05', lines })
  expect(refused.status).toBe(409)
  expect(refused.page().props).toMatchObject({ code: 'ORDERS_ALREADY_SHIPPED' })
  expect((await desk.readOrder(id)).shippedOn).toBe('2026-03-04')
})

test('what is wrong with a form comes back with the field, and nothing is kept', async () => {
  const customerId = await addCustomer('WRONG')
  const before = await clerk.call('GET', routes.api())
  const answer = await clerk.submitAndFollow('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines: [] })
  expect(answer.page().props.errors).toEqual({ lines: 'Add at least one product.' })
  const noYear = await clerk.call('POST', routes.store(), { customerId, orderedOn: '0000-01-01', lines: [] })
  expect(noYear.json()).toMatchObject({ errors: { orderedOn: 'Enter a date.' } })
  const dear = await clerk.call('POST', routes.store(), { customerId, freight: 1e11 })
  expect(dear.json()).toMatchObject({ errors: { freight: 'The freight is €1,000,000.00 at most.' } })
  const misspelt = { customerId, orderedOn: '2026-03-02', lines: [{ price: 1 }], totl: 1 }
  const unknown = await clerk.call('POST', routes.store(), misspelt)
  expect(unknown.status).toBe(422)
  const notKnown = 'This field is not known here.'
  expect(unknown.json()).toMatchObject({ code: 'ASH225', errors: { 'lines[0].price': notKnown, totl: notKnown } })
  expect((await clerk.call('GET', routes.api())).json()).toEqual(before.json())
})

test('a line is refused at its own field, and an order that no column could hold as a whole', async () => {
  const productId = await addProduct(505, 99_999_999)
  const customerId = await addCustomer('LARGE')
  const send = (lines: readonly object[]) =>
    clerk.submitAndFollow('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines })
  const line = { productId, quantity: 1, discount: 0 }
  const unknown = await send([line, { ...line, productId: 'prod_00000000000000000000000000' }])
  expect(unknown.page().props.errors).toEqual({ 'lines[1].productId': 'Choose a product from the list.' })
  const large = await send([{ ...line, quantity: 100_000, discount: 100 }])
  expect(large.page().props.errors).toEqual({
    lines: 'An order comes to €20,000,000.00 at most, before its discounts.',
  })
})

test('a day that comes before that of the order, and a part of a percent that is not kept, are refused at their fields', async () => {
  const productId = await addProduct(506, 1000)
  const customerId = await addCustomer('DATES')
  const send = (fields: object) => {
    const lines = [{ productId, quantity: 1, discount: 12.35 }]
    return clerk.call('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines, ...fields })
  }
  const early = 'An order cannot be wanted before it is ordered.'
  expect((await send({ requiredOn: '2026-03-01' })).json()).toMatchObject({ errors: { requiredOn: early } })
  const finer = [{ productId, quantity: 1, discount: 12.345 }]
  expect((await send({ lines: finer })).json()).toMatchObject({
    errors: { 'lines[0].discount': 'Use at most two decimals.' },
  })

  const id = await desk.takeOrder(customerId, [{ productId, quantity: 1, discount: 12.35 }], {
    requiredOn: '2026-03-02',
  })
  const ship = (shippedOn: string) => clerk.call('POST', routes.ship({ id }), { shippedOn })
  expect((await ship('1999-01-01')).json()).toMatchObject({
    errors: { shippedOn: 'An order cannot leave before it is ordered.' },
  })
  expect(await desk.readOrder(id)).toMatchObject({ shippedOn: null, total: 877 })
  await ship('2026-03-02')
  expect((await desk.readOrder(id)).shippedOn).toBe('2026-03-02')
})

test('a number is given once, also when its order is removed', async () => {
  const productId = await addProduct(507, 100)
  const customerId = await addCustomer('ONCE')
  const take = () => desk.takeOrder(customerId, [{ productId, quantity: 1 }])
  const removed = await take()
  const { number } = await desk.readOrder(removed)
  await clerk.submit('DELETE', routes.remove({ id: removed }))
  expect((await desk.readOrder(await take())).number).toBe(number + 1)
})

test('an order that fails halfway leaves nothing behind', async () => {
  const productId = await addProduct(503, 100)
  const customerId = await addCustomer('HALF')
  const before = (await clerk.call('GET', routes.api())).json<{ total: number }>().total
  const lines = [
    { productId, quantity: 1, discount: 0 },
    { productId: 'prod_00000000000000000000000000', quantity: 1, discount: 0 },
  ]
  const answer = await clerk.call('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines })
  expect(answer.status).toBe(422)
  expect((await clerk.call('GET', routes.api())).json<{ total: number }>().total).toBe(before)
})

test('two orders taken at once get two numbers', async () => {
  const productId = await addProduct(504, 100)
  const customerId = await addCustomer('TWICE')
  const body = { customerId, orderedOn: '2026-03-02', lines: [{ productId, quantity: 1, discount: 0 }] }
  const answers = await Promise.all(Array.from({ length: 8 }, () => clerk.submit('POST', routes.store(), body)))
  const orders = await Promise.all(answers.map(({ location }) => desk.readOrder(idOf(location, 'ord_'))))
  expect(new Set(orders.map(({ number }) => number)).size).toBe(8)
})

test('search, filter, sort order and page stand in the address', async () => {
  const answer = await clerk.visit(routes.list({ query: { search: 'TOTAL', sort: '-total', status: 'open' } }))
  const { orders, query } = answer.page().props as never as {
    orders: { items: Order[]; total: number }
    query: unknown
  }
  expect(query).toEqual({ search: 'TOTAL', sort: '-total', status: 'open', page: 1 })
  expect(orders.items.map(({ customerName }) => customerName)).toEqual(['Customer TOTAL'])
  const nonsense = await clerk.visit(`${routes.list()}?page=-4&sort=;drop&status=x`)
  expect(nonsense.page().props.query).toMatchObject({ page: 1, sort: '-number', status: 'all' })
})

test('customers and products are found as people call them, by those who take orders', async () => {
  await addProduct(731, 1250)
  await addCustomer('FINDME')
  const read = async (address: string) => (await clerk.call('GET', address)).json()
  expect(await read(routes.findProducts({ query: { search: '731' } }))).toEqual([
    { id: expect.stringMatching(/^prod_/), number: 731, name: 'Product 731', unitPrice: 1250 },
  ])
  expect(await read(routes.findCustomers({ query: { search: 'findme' } }))).toMatchObject([{ code: 'FINDME' }])
  expect(await read(routes.findCustomers({ query: { search: 'nobody at all' } }))).toEqual([])
  expect((await app.as([can.read]).call('GET', routes.findCustomers())).status).toBe(403)
  expect((await app.as([can.read]).call('GET', routes.findProducts())).status).toBe(403)
})

test('a user sees and does only what the permissions allow', async () => {
  const viewer = app.as([can.read])
  expect((await viewer.visit(routes.list())).status).toBe(200)
  const refused = await viewer.visit(routes.create())
  expect(refused.status).toBe(403)
  expect(refused.page()).toMatchObject({ component: 'app/Error', props: { status: 403, code: 'ASH223' } })
  expect((await viewer.submit('POST', routes.store(), {})).status).toBe(403)
  expect((await app.as([customersCan.read]).visit(routes.list())).status).toBe(403)
  const visitor = await app.visitor().open(routes.list())
  expect(visitor.status).toBe(302)
  expect(visitor.location).toBe('/sign-in?returnTo=%2Forders')
  expect((await app.visitor().call('GET', routes.api())).json()).toMatchObject({ status: 401, code: 'ASH222' })
})

test('an unknown id answers 404, as a page and as JSON', async () => {
  const page = await clerk.visit('/orders/ord_00000000000000000000000000')
  expect([page.status, page.page().component]).toEqual([404, 'app/Error'])
  expect((await clerk.call('GET', '/orders/not-an-id')).json()).toMatchObject({ status: 404, code: 'ASH220' })
})

test('of two people who change an order at once the second is told what has changed, and can save again', async () => {
  const productId = await addProduct(590, 1000)
  const customerId = await addCustomer('LATER')
  const lines = [{ productId, quantity: 1, discount: 0 }]
  const answer = await clerk.submit('POST', routes.store(), { customerId, orderedOn: '2026-03-02', lines })
  const id = idOf(answer.location, 'ord_')
  const shown = await desk.readOrder(id)
  const save = (fields: object) =>
    clerk.submitAndFollow('PUT', routes.update({ id }), { customerId, orderedOn: '2026-03-02', lines, ...fields })

  await save({ shipCity: 'Oslo', version: shown.version })
  const late = await save({ shipCity: 'Bergen', version: shown.version })
  expect(late.page().props.errors).toEqual({ version: expect.stringContaining('(ship_city)') })
  const now = await desk.readOrder(id)
  expect(now).toMatchObject({ shipCity: 'Oslo', version: 2 })

  const again = await save({ shipCity: 'Bergen', version: now.version })
  expect(again.page()).toMatchObject({ props: { order: { shipCity: 'Bergen', version: 3 } } })
})
