/** What the catalog sets aside for orders, as the pages of both show it. */
import type { TestApp, TestClient } from '@ashlar/testing'
import { routes as catalogRoutes } from '@demo/catalog/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OrderId, routes } from '../src/contract.ts'
import { type Desk, openOffice } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk

beforeAll(async () => {
  ;({ app, clerk, desk } = await openOffice())
})
afterAll(() => app?.close())

const change = (id: OrderId, customerId: string, lines: readonly object[]) =>
  clerk.submit('PUT', routes.update({ id }), { customerId, orderedOn: '2026-03-02', lines })

test('an order has goods set aside, what is short is on back-order, and goods that come in go to who waits', async () => {
  const [pen, ink] = [await desk.addProduct(601, 100, 10), await desk.addProduct(602, 100, 3)]
  const customerId = await desk.addCustomer('STOCK')
  const first = await desk.takeOrder(customerId, [
    { productId: pen, quantity: 4 },
    { productId: ink, quantity: 5 },
    { productId: pen, quantity: 2 },
  ])
  expect(await desk.readStock(first)).toBeNull()
  await app.deliver()
  expect(await desk.readStock(first)).toEqual([
    { productId: pen, ordered: 6, reserved: 6, gone: false },
    { productId: ink, ordered: 5, reserved: 3, gone: false },
  ])
  const second = await desk.takeOrder(customerId, [{ productId: ink, quantity: 1 }])
  await app.deliver()
  expect(await desk.readStock(second)).toEqual([{ productId: ink, ordered: 1, reserved: 0, gone: false }])
  expect((await desk.readProduct(ink)).claimed).toEqual({ reserved: 3, missing: 3 })

  await desk.correctStock(ink, 2)
  await app.deliver()
  expect((await desk.readStock(first))?.[1]).toMatchObject({ reserved: 5 })
  expect((await desk.readStock(second))?.[0]).toMatchObject({ reserved: 0 })

  await clerk.submit('DELETE', routes.remove({ id: first }))
  await app.deliver()
  expect((await desk.readStock(second))?.[0]).toMatchObject({ reserved: 1 })
  expect((await desk.readProduct(pen)).claimed).toEqual({ reserved: 0, missing: 0 })
})

test('an order that is changed claims what it says now, and one that leaves takes its goods along', async () => {
  const [pen, ink] = [await desk.addProduct(611, 100, 10), await desk.addProduct(612, 100, 10)]
  const customerId = await desk.addCustomer('MOVES')
  const id = await desk.takeOrder(customerId, [{ productId: pen, quantity: 4 }])
  await app.deliver()
  await change(id, customerId, [{ productId: ink, quantity: 7 }])
  await app.deliver()
  expect(await desk.readStock(id)).toEqual([{ productId: ink, ordered: 7, reserved: 7, gone: false }])
  expect((await desk.readProduct(pen)).claimed.reserved).toBe(0)

  await clerk.submit('POST', routes.ship({ id }), { shippedOn: '2026-03-04' })
  await app.deliver()
  expect(await desk.readProduct(ink)).toMatchObject({
    product: { unitsInStock: 3 },
    claimed: { reserved: 0, missing: 0 },
  })
  expect((await desk.readProduct(pen)).product.unitsInStock).toBe(10)
})

test('a form of a product that was opened before goods left does not bring them back', async () => {
  const pen = await desk.addProduct(615, 100, 10)
  const customerId = await desk.addCustomer('STALE')
  const id = await desk.takeOrder(customerId, [{ productId: pen, quantity: 4 }])
  const { category, supplier: _supplier, id: _id, ...shown } = (await desk.readProduct(pen)).product
  await clerk.submit('POST', routes.ship({ id }), { shippedOn: '2026-03-04' })
  await app.deliver()

  const form = { ...shown, categoryId: category.id, name: 'Pen, blue' }
  const refused = await clerk.call('PUT', catalogRoutes.updateProduct({ id: pen }), form)
  expect(refused.json()).toMatchObject({ errors: { unitsInStock: 'This field is not known here.' } })
  await desk.changeProduct(pen, { name: 'Pen, blue' })
  expect((await desk.readProduct(pen)).product).toMatchObject({ name: 'Pen, blue', unitsInStock: 6 })
})

test('events that come again change nothing: nothing is set aside twice, and nothing leaves twice', async () => {
  const pen = await desk.addProduct(621, 100, 10)
  const customerId = await desk.addCustomer('AGAIN')
  const open = await desk.takeOrder(customerId, [{ productId: pen, quantity: 2 }])
  const shipped = await desk.takeOrder(customerId, [{ productId: pen, quantity: 3 }])
  await clerk.submit('POST', routes.ship({ id: shipped }), { shippedOn: '2026-03-04' })
  await app.deliver()
  const before = await desk.readProduct(pen)
  expect(before).toMatchObject({ product: { unitsInStock: 7 }, claimed: { reserved: 2, missing: 0 } })

  expect(await app.events.replay({ handler: 'catalog.keepStock' })).toBeGreaterThanOrEqual(3)
  await app.deliver()
  expect(await desk.readProduct(pen)).toEqual(before)
  expect(await desk.readStock(open)).toEqual([{ productId: pen, ordered: 2, reserved: 2, gone: false }])
})

test('a product stays as long as an open order claims it', async () => {
  const pen = await desk.addProduct(625, 100, 10)
  const customerId = await desk.addCustomer('CLAIMS')
  const id = await desk.takeOrder(customerId, [{ productId: pen, quantity: 4 }])
  await app.deliver()
  const refused = await clerk.call('DELETE', catalogRoutes.deleteProduct({ id: pen }))
  expect(refused.json()).toMatchObject({ status: 409, code: 'CATALOG_STILL_USED' })
  expect(await desk.readStock(id)).toEqual([{ productId: pen, ordered: 4, reserved: 4, gone: false }])

  await clerk.submit('DELETE', routes.remove({ id }))
  await app.deliver()
  const removed = await clerk.submit('DELETE', catalogRoutes.deleteProduct({ id: pen }))
  expect(removed.location).toBe(catalogRoutes.listProducts())
  expect((await clerk.submit('DELETE', catalogRoutes.deleteProduct({ id: pen }))).status).toBe(404)
})

test('an order for a product that was removed before the stock heard of it says so, until another one is chosen', async () => {
  const [pen, ink] = [await desk.addProduct(627, 100, 10), await desk.addProduct(628, 100, 10)]
  const customerId = await desk.addCustomer('GONE')
  const id = await desk.takeOrder(customerId, [{ productId: pen, quantity: 4 }])
  const removed = await clerk.submit('DELETE', catalogRoutes.deleteProduct({ id: pen }))
  expect(removed.location).toBe(catalogRoutes.listProducts())
  await app.deliver()
  const gone = { productId: pen, ordered: 4, reserved: 0, gone: true }
  expect(await desk.readStock(id)).toEqual([gone])

  const found = { productId: ink, ordered: 2, reserved: 2, gone: false }
  await change(id, customerId, [
    { productId: pen, quantity: 4 },
    { productId: ink, quantity: 2 },
  ])
  await app.deliver()
  expect(await desk.readStock(id)).toEqual([gone, found])
  await change(id, customerId, [{ productId: ink, quantity: 2 }])
  await app.deliver()
  expect(await desk.readStock(id)).toEqual([found])
})

test('of orders taken at once no more is set aside than is there', async () => {
  const pen = await desk.addProduct(631, 100, 10)
  const customerId = await desk.addCustomer('RUSH')
  const ids = await Promise.all(
    Array.from({ length: 6 }, () => desk.takeOrder(customerId, [{ productId: pen, quantity: 3 }])),
  )
  await app.deliver()
  expect((await desk.readProduct(pen)).claimed).toEqual({ reserved: 10, missing: 8 })
  const reserved = (await Promise.all(ids.map(desk.readStock))).map((stock) => stock?.[0]?.reserved)
  expect(reserved.toSorted()).toEqual([0, 0, 1, 3, 3, 3])
})
