/** Orders of one tenant are nowhere to be seen for another: not in lists, counts, choices, by their ids, nor in what is told of them. */
import type { TestApp } from '@ashlar/testing'
import { testApp } from '@ashlar/testing'
import { routes as catalogRoutes } from '@demo/catalog/contract'
import { routes as customerRoutes } from '@demo/customers/contract'
import { routes as mailRoutes } from '@demo/mail/contract'
import { routes as reportingRoutes } from '@demo/reporting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OrderId, routes } from '../src/contract.ts'
import { type Desk, openDesk } from './desk.ts'

const modules = ['catalog', 'customers', 'mail', 'orders', 'reporting'].map((id) => `@demo/${id}`)

let app: TestApp
let acme: Desk
let orderId: OrderId
let customerId: string
let productId: string

const ofAcme = () => app.as('all', { id: 'usr_anna', tenant: 'acme' })
const ofBeta = () => app.as('all', { id: 'usr_bert', tenant: 'beta' })

beforeAll(async () => {
  app = await testApp({ modules, tenants: ['acme', 'beta'] })
  acme = openDesk(ofAcme())
  productId = await acme.addProduct(701, 1000, 10)
  customerId = await acme.addCustomer('SECRET', { email: 'secret@example.test' })
  orderId = await acme.takeOrder(customerId as never, [{ productId, quantity: 4, discount: 0 }], {
    shipCity: 'Hidden City',
  })
  await app.deliver()
  await app.runJobs()
})
afterAll(() => app?.close())

test('the other tenant sees none of it, wherever it looks', async () => {
  const [mine, theirs] = [ofAcme(), ofBeta()]
  const lists = [
    routes.list(),
    routes.list({ query: { search: 'customer' } }),
    routes.api(),
    routes.findCustomers({ query: { search: '' } }),
    routes.findProducts({ query: { search: '' } }),
    customerRoutes.list(),
    catalogRoutes.listProducts(),
    mailRoutes.list(),
    reportingRoutes.sales(),
  ]
  for (const address of lists) {
    const [seen, unseen] = [await mine.visit(address), await theirs.visit(address)]
    expect(`${seen.status} ${unseen.status} ${address}`).toBe(`200 200 ${address}`)
    expect(unseen.text, address).not.toMatch(/SECRET|Hidden|Product 701|ord_|cust_|prod_|msg_/)
  }
  expect((await theirs.call('GET', routes.api())).json()).toMatchObject({ items: [], total: 0 })
  expect((await mine.call('GET', routes.api())).json()).toMatchObject({ total: 1 })
})

test('by its id it is not there, to be read or changed', async () => {
  const theirs = ofBeta()
  const answers = await Promise.all([
    theirs.visit(routes.show({ id: orderId })),
    theirs.visit(routes.edit({ id: orderId })),
    theirs.visit(customerRoutes.show({ id: customerId as never })),
    theirs.visit(catalogRoutes.showProduct({ id: productId as never })),
    theirs.submit('POST', routes.ship({ id: orderId }), { shippedOn: '2026-03-04' }),
    theirs.submit('DELETE', routes.remove({ id: orderId })),
    theirs.submit('DELETE', customerRoutes.remove({ id: customerId as never })),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404])
  expect(await acme.readOrder(orderId)).toMatchObject({ shippedOn: null, version: 1 })
})

test('ids of the other tenant cannot be put into an order of one’s own', async () => {
  const beta = openDesk(ofBeta())
  const ownCustomer = await beta.addCustomer('OWN')
  const body = { customerId, orderedOn: '2026-03-02', lines: [{ productId, quantity: 1, discount: 0 }] }
  const foreignCustomer = await ofBeta().call('POST', routes.store(), body)
  expect(foreignCustomer.json()).toMatchObject({ errors: { customerId: expect.any(String) } })
  const foreignProduct = await ofBeta().call('POST', routes.store(), { ...body, customerId: ownCustomer })
  expect(foreignProduct.json()).toMatchObject({ errors: { 'lines[0].productId': expect.any(String) } })
})

test('numbers, codes and stock are each tenant’s own', async () => {
  const beta = openDesk(ofBeta())
  const product = await beta.addProduct(701, 2000, 3)
  const customer = await beta.addCustomer('SECRET')
  const id = await beta.takeOrder(customer, [{ productId: product, quantity: 3, discount: 0 }])
  await app.deliver()

  expect(await beta.readOrder(id)).toMatchObject({ number: 1001, total: 6000 })
  expect(await acme.readOrder(orderId)).toMatchObject({ number: 1001, total: 4000 })
  expect(await beta.readStock(id)).toMatchObject([{ reserved: 3 }])
  expect(await acme.readStock(orderId)).toMatchObject([{ reserved: 4 }])
})

test('who belongs to none is led to a page that says so, and programs are told', async () => {
  const nobody = app.as('all', { id: 'usr_new', tenant: null })
  expect((await nobody.open(routes.list())).location).toBe('/choose-tenant?returnTo=%2Forders')
  expect((await nobody.call('GET', routes.api())).json()).toMatchObject({ status: 403, code: 'ASH244' })
})
