/** What customers may owe, as whoever takes an order meets it. */
import type { TestApp, TestClient } from '@ashlar/testing'
import type { ProductId } from '@demo/catalog/contract'
import { type CustomerId, routes as customerRoutes } from '@demo/customers/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../src/contract.ts'
import { type Desk, openOffice } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk
let productId: ProductId

beforeAll(async () => {
  ;({ app, clerk, desk } = await openOffice())
  productId = await desk.addProduct(701, 1_000, 100)
})
afterAll(() => app?.close())

const bodyOf = (customerId: CustomerId, quantity: number) => ({
  customerId,
  orderedOn: '2026-03-02',
  lines: [{ productId, quantity }],
})
const refusal = { customerId: 'The order is more than this customer’s credit limit leaves.' }

async function readOpenAmount(id: CustomerId): Promise<unknown> {
  return (await clerk.visit(customerRoutes.show({ id }))).page().props.openAmount
}

test('an order beyond the credit limit is refused at the customer, and nothing of it is kept', async () => {
  const customerId = await desk.addCustomer('LIMIT', { creditLimit: 5_000 })
  await desk.takeOrder(customerId, [{ productId, quantity: 3 }])
  const before = (await clerk.call('GET', routes.api())).json()
  const published = (await app.events.published()).length

  const refused = await clerk.submitAndFollow('POST', routes.store(), bodyOf(customerId, 3))
  expect(refused.page().props.errors).toEqual(refusal)
  const told = await clerk.call('POST', routes.store(), bodyOf(customerId, 3))
  expect(told.json()).toMatchObject({
    errors: refusal,
    status: 422,
    code: 'ASH483',
    detail: expect.stringContaining('credit limit'),
  })

  expect((await clerk.call('GET', routes.api())).json()).toEqual(before)
  expect(await app.events.published()).toHaveLength(published)
  expect(await readOpenAmount(customerId)).toBe(3_000)
  await desk.takeOrder(customerId, [{ productId, quantity: 2 }])
  expect(await readOpenAmount(customerId)).toBe(5_000)
})

test('a change counts as well, and an order that has left or was removed no longer does', async () => {
  const customerId = await desk.addCustomer('LEAVES', { creditLimit: 5_000 })
  const first = await desk.takeOrder(customerId, [{ productId, quantity: 4 }])
  const larger = await clerk.submitAndFollow('PUT', routes.update({ id: first }), bodyOf(customerId, 6))
  expect(larger.page().props.errors).toEqual(refusal)
  expect((await desk.readOrder(first)).total).toBe(4_000)
  await clerk.submit('PUT', routes.update({ id: first }), bodyOf(customerId, 5))
  expect(await readOpenAmount(customerId)).toBe(5_000)

  await clerk.submit('POST', routes.ship({ id: first }), { shippedOn: '2026-03-04' })
  expect(await readOpenAmount(customerId)).toBe(0)
  const second = await desk.takeOrder(customerId, [{ productId, quantity: 5 }])
  await clerk.submit('DELETE', routes.remove({ id: second }))
  expect(await readOpenAmount(customerId)).toBe(0)
})

test('of two orders at once only one uses what is left', async () => {
  const customerId = await desk.addCustomer('BOTH', { creditLimit: 5_000 })
  const answers = await Promise.all([1, 2, 3, 4].map(() => clerk.call('POST', routes.store(), bodyOf(customerId, 4))))
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(3)
  expect(await readOpenAmount(customerId)).toBe(4_000)
})

test('a customer without a limit may order as much as there is', async () => {
  const customerId = await desk.addCustomer('TRUST')
  await desk.takeOrder(customerId, [{ productId, quantity: 5_000 }])
  expect(await readOpenAmount(customerId)).toBe(5_000_000)
})
