/** What becomes of an order that two people work on at the same moment. */
import { type TestApp, type TestClient, type TestResponse, testApp } from '@ashlar/testing'
import { routes as customerRoutes } from '@demo/customers/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OrderId, routes } from '../src/contract.ts'
import { type Desk, openDesk } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/catalog', '@demo/customers', '@demo/orders'], tenants: ['acme'] })
  clerk = app.as('all')
  desk = openDesk(clerk)
})
afterAll(() => app?.close())

/**
 * Sends requests one after the other, each once the one before is kept waiting in the midst of its transaction, then lets all of
 * them go on.
 *
 * @param table whoever writes it, or locks its rows, waits.
 */
async function sendAtOnce(
  table: string,
  requests: readonly (() => Promise<TestResponse>)[],
): Promise<readonly TestResponse[]> {
  const [holder, watcher] = [await connect(), await connect()]
  try {
    await holder.query(`begin; lock table ${table} in exclusive mode`)
    const answers: Promise<TestResponse>[] = []
    for (const send of requests) {
      answers.push(send())
      await vi.waitFor(async () => expect(await countWaiting(watcher)).toBe(answers.length), { timeout: 60_000 })
    }
    await holder.query('commit')
    return await Promise.all(answers)
  } finally {
    await Promise.all([holder.end(), watcher.end()])
  }
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.database.url })
  await client.connect()
  return client
}

async function countWaiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(distinct pid)::int as count from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()',
  )
  return rows[0]?.count ?? 0
}

async function takeFour(number: number, code: string) {
  const productId = await desk.addProduct(number, 100, 10)
  const customerId = await desk.addCustomer(code)
  const id = await desk.takeOrder(customerId, [{ productId, quantity: 4 }])
  await app.deliver()
  const body = { customerId, orderedOn: '2026-03-02', lines: [{ productId, quantity: 5 }] }
  return { id, productId, change: () => clerk.call('PUT', routes.update({ id }), body) }
}

const remove = (id: OrderId) => clerk.call('DELETE', routes.remove({ id }))

test('an order that is removed while it is changed lets go of all that is set aside for it', async () => {
  const { id, productId, change } = await takeFour(801, 'RACE')
  const answers = await sendAtOnce('customers.customer', [change, () => remove(id)])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  await app.deliver()
  expect((await clerk.visit(routes.show({ id }))).status).toBe(404)
  expect((await desk.readProduct(productId)).claimed).toEqual({ reserved: 0, missing: 0 })
})

test('an order that leaves while it is changed has left, and whoever changes it is told so', async () => {
  const { id, productId, change } = await takeFour(802, 'LEFT')
  const ship = () => clerk.call('POST', routes.ship({ id }), { shippedOn: '2026-03-04' })
  const [shipped, changed] = await sendAtOnce('customers.open_order', [ship, change])
  expect([shipped?.status, changed?.status]).toEqual([303, 409])
  expect(changed?.json()).toMatchObject({ code: 'ORDERS_ALREADY_SHIPPED' })
  await app.deliver()
  expect(await desk.readOrder(id)).toMatchObject({ shippedOn: '2026-03-04', version: 2 })
  expect(await desk.readProduct(productId)).toMatchObject({
    product: { unitsInStock: 6 },
    claimed: { reserved: 0, missing: 0 },
  })
})

test('a customer who is deleted while an order is taken owes it once restored', async () => {
  const productId = await desk.addProduct(804, 100, 10)
  const id = await desk.addCustomer('LEAVING')
  const body = { customerId: id, orderedOn: '2026-03-02', lines: [{ productId, quantity: 4 }] }
  const answers = await sendAtOnce('customers.customer', [
    () => clerk.submit('DELETE', customerRoutes.remove({ id })),
    () => clerk.submit('POST', routes.store(), body),
  ])
  expect(answers.map(({ location }) => location)).toEqual([customerRoutes.list(), expect.stringContaining('ord_')])
  await clerk.submit('POST', customerRoutes.restore({ id }))
  expect((await clerk.visit(customerRoutes.show({ id }))).page().props.openAmount).toBe(400)
})
