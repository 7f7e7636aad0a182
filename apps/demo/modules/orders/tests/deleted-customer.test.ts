/** What becomes of orders, sales and mail of a customer who is deleted. */
import type { TestApp, TestClient } from '@ashlar/testing'
import type { ProductId } from '@demo/catalog/contract'
import { type CustomerId, routes as customerRoutes } from '@demo/customers/contract'
import { routes as mailRoutes } from '@demo/mail/contract'
import { routes as reportingRoutes } from '@demo/reporting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OrderId, routes } from '../src/contract.ts'
import { type Desk, openOffice } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk
let productId: ProductId
let today: string

beforeAll(async () => {
  ;({ app, clerk, desk } = await openOffice('@demo/mail', '@demo/reporting'))
  productId = await desk.addProduct(901, 1_000, 100)
  today = new Date().toISOString().slice(0, 10)
})
afterAll(() => app?.close())

const takeOrder = (customerId: CustomerId) =>
  desk.takeOrder(customerId, [{ productId, quantity: 3 }], { orderedOn: today })

async function addWithOrder(code: string): Promise<{ customerId: CustomerId; id: OrderId }> {
  const customerId = await desk.addCustomer(code, { email: `${code.toLowerCase()}@example.test`, creditLimit: 5_000 })
  const id = await takeOrder(customerId)
  await app.deliver()
  await app.runJobs()
  return { customerId, id }
}

const remove = (id: CustomerId) => clerk.submit('DELETE', customerRoutes.remove({ id }))
const restore = (id: CustomerId) => clerk.submit('POST', customerRoutes.restore({ id }))

async function readOpenAmount(address: string): Promise<unknown> {
  return (await clerk.visit(address)).page().props.openAmount
}

test('an order keeps the name of its customer, in lists, sales and mail too', async () => {
  const { customerId, id } = await addWithOrder('NAMED')
  await remove(customerId)
  expect(await desk.readOrder(id)).toMatchObject({ customerId, customerName: 'Customer NAMED', shippedOn: null })
  for (const address of [
    routes.list({ query: { search: 'Customer NAMED' } }),
    routes.edit({ id }),
    reportingRoutes.sales({ query: { by: 'customer' } }),
  ])
    expect((await clerk.visit(address)).text, address).toContain('Customer NAMED')
  expect((await clerk.visit(mailRoutes.list())).text).toContain('named@example.test')

  await clerk.submit('POST', routes.ship({ id }), { shippedOn: today })
  expect(await desk.readOrder(id)).toMatchObject({ customerName: 'Customer NAMED', shippedOn: today })
  await app.deliver()
  expect((await clerk.visit(reportingRoutes.sales({ query: { by: 'customer' } }))).text).toContain('Customer NAMED')
})

test('no new order is taken from a deleted customer, who is no choice either, until the customer is restored', async () => {
  const { customerId, id } = await addWithOrder('REFUSE')
  await remove(customerId)
  const find = async () =>
    (await clerk.call('GET', routes.findCustomers({ query: { search: 'REFUSE' } }))).json() as { id: string }[]
  expect(await find()).toEqual([])

  const body = { customerId, orderedOn: today, lines: [{ productId, quantity: 1 }] }
  const refusal = { customerId: 'Choose a customer from the list.' }
  const orders = async () => ((await clerk.call('GET', routes.api())).json() as { total: number }).total
  const before = await orders()
  expect((await clerk.call('POST', routes.store(), body)).json()).toMatchObject({ status: 422, errors: refusal })
  const changed = await clerk.call('PUT', routes.update({ id }), { ...body, version: 1 })
  expect(changed.json()).toMatchObject({ status: 422, errors: refusal })
  expect(await orders()).toBe(before)

  await restore(customerId)
  expect(await find()).toMatchObject([{ id: customerId }])
  // What the open order comes to counts as before the deletion.
  const tooMuch = await clerk.call('POST', routes.store(), { ...body, lines: [{ productId, quantity: 3 }] })
  expect(tooMuch.json()).toMatchObject({ status: 422, errors: { customerId: expect.stringContaining('credit limit') } })
  expect((await clerk.submit('POST', routes.store(), body)).location).toMatch(/ord_/)
})

test('what a deleted customer owes is kept: less of it once an order has left, none once deleted for good', async () => {
  const { customerId, id } = await addWithOrder('OWES')
  await remove(customerId)
  const deleted = customerRoutes.showDeleted({ id: customerId })
  expect(await readOpenAmount(deleted)).toBe(3_000)
  await clerk.submit('POST', routes.ship({ id }), { shippedOn: today })
  expect(await readOpenAmount(deleted)).toBe(0)
  await restore(customerId)
  const next = await takeOrder(customerId)
  expect(await readOpenAmount(customerRoutes.show({ id: customerId }))).toBe(3_000)

  await remove(customerId)
  await clerk.submit('DELETE', customerRoutes.purge({ id: customerId }))
  expect((await clerk.visit(deleted)).status).toBe(404)
  expect(await desk.readOrder(next)).toMatchObject({ customerName: 'Customer OWES' })
  await clerk.submit('POST', routes.ship({ id: next }), { shippedOn: today })
  expect(await desk.readOrder(next)).toMatchObject({ shippedOn: today })
})
