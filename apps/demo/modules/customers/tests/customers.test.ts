import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Customer, type CustomerId, can, customers, routes } from '../src/contract.ts'

let app: TestApp
let clerk: TestClient

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/customers'], tenants: ['acme'] })
  clerk = app.as([can.read, can.edit])
})
afterAll(() => app?.close())

async function add(code: string, fields: Partial<Customer> = {}): Promise<CustomerId> {
  const { location } = await clerk.submit('POST', routes.store(), { code, name: `Customer ${code}`, ...fields })
  const id = location?.split('/').at(-1)
  if (!id?.startsWith('cust_')) throw new Error(`No customer in ${location}`)
  return id as CustomerId
}

async function list(query: Parameters<typeof routes.list>[0]): Promise<string[]> {
  const { customers } = (await clerk.visit(routes.list(query))).page().props as never as {
    customers: { items: Customer[] }
  }
  return customers.items.map(({ code }) => code)
}

test('a customer is added, shown, changed and deleted, and each step says so', async () => {
  const added = await clerk.submitAndFollow('POST', routes.store(), {
    code: ' lund ',
    name: ' Lund & Co ',
    city: 'Oslo',
  })
  expect(added.page()).toMatchObject({
    component: 'customers/Show',
    props: { customer: { code: 'LUND', name: 'Lund & Co', city: 'Oslo', phone: '' } },
    flash: { kind: 'success', message: 'The customer was added.' },
  })
  const { id, ...fields } = added.page().props.customer as Customer
  const changed = await clerk.submitAndFollow('PUT', routes.update({ id }), { ...fields, city: 'Bergen' })
  expect(changed.page()).toMatchObject({
    props: { customer: { code: 'LUND', city: 'Bergen' } },
    flash: { message: 'The customer was changed.' },
  })
  expect((await clerk.visit(routes.edit({ id }))).page().props.customer).toMatchObject({ id, city: 'Bergen' })
  const removed = await clerk.submitAndFollow('DELETE', routes.remove({ id }))
  expect(removed.page()).toMatchObject({
    component: 'customers/Browse',
    flash: { message: 'The customer was deleted.' },
  })
  expect((await clerk.visit(routes.show({ id }))).status).toBe(404)
  expect((await clerk.submit('DELETE', routes.remove({ id }))).status).toBe(404)
})

test('a code is used once, however it is written, and a customer keeps its own', async () => {
  const id = await add('ONCE')
  const again = await clerk.submitAndFollow('POST', routes.store(), { code: 'once', name: 'Another' })
  expect(again.page().props.errors).toEqual({ code: 'Another customer has this code.' })
  const same = await clerk.submit('PUT', routes.update({ id }), { code: 'ONCE', name: 'Renamed' })
  expect(same.location).toBe(routes.show({ id }))
})

test('what is wrong with a form is said field by field, and nothing is kept', async () => {
  const answer = await clerk.submitAndFollow('POST', routes.store(), { code: 'X!', name: '  ' })
  expect(answer.page().props.errors).toEqual({ code: 'Use 2 to 10 letters or digits.', name: 'Enter a name.' })
  const unknown = await clerk.call('POST', routes.store(), { code: 'FINE', name: 'Fine', discount: 100 })
  expect(unknown.json()).toMatchObject({ status: 422, errors: { discount: 'This field is not known here.' } })
  expect(await list({ query: { search: 'Fine' } })).toEqual([])
})

test('search, country, order and page stand in the address', async () => {
  await add('ALFA', { name: 'Alfa Quay', country: 'Norway' })
  await add('BETA', { name: 'beta quay', country: 'Denmark' })
  await add('GAMMA', { name: 'Gamma Quay', country: 'Norway' })
  expect(await list({ query: { search: 'quay' } })).toEqual(['ALFA', 'BETA', 'GAMMA'])
  expect(await list({ query: { search: 'quay', sort: '-name' } })).toEqual(['GAMMA', 'BETA', 'ALFA'])
  expect(await list({ query: { search: 'quay', country: 'Norway' } })).toEqual(['ALFA', 'GAMMA'])
  expect(await list({ query: { search: '100%' } })).toEqual([])
  const { query, countries } = (await clerk.visit(routes.list({ query: { country: 'Norway' } }))).page().props
  expect(query).toEqual({ search: '', sort: 'name', page: 1, country: 'Norway' })
  expect(countries).toEqual(['Denmark', 'Norway'])
  const nonsense = await clerk.visit(`${routes.list()}?page=zero&sort=;drop`)
  expect(nonsense.page().props.query).toMatchObject({ page: 1, sort: 'name' })
})

test('a long list comes in pages', async () => {
  for (let number = 10; number < 45; number += 1) await add(`PAGE${number}`)
  const first = await list({ query: { search: 'PAGE' } })
  const second = await list({ query: { search: 'PAGE', page: 2 } })
  expect([...first, ...second]).toHaveLength(35)
  expect(new Set([...first, ...second]).size).toBe(35)
})

test('who may read cannot edit, and who may neither sees nothing', async () => {
  const id = await add('WALL')
  const reader = app.as([can.read])
  expect((await reader.visit(routes.show({ id }))).status).toBe(200)
  for (const path of [routes.create(), routes.edit({ id })]) expect((await reader.visit(path)).status).toBe(403)
  expect((await reader.submit('DELETE', routes.remove({ id }))).status).toBe(403)
  expect((await app.as([]).visit(routes.list())).status).toBe(403)
  expect((await app.visitor().open(routes.list())).location).toBe('/sign-in?returnTo=%2Fcustomers')
})

test('other modules find customers by id, by code and by text', async () => {
  const id = await add('SERVE', { name: 'Served first' })
  const service = await app.app.findService(customers)
  await app.run(async () => {
    expect(await service?.find(id)).toMatchObject({ code: 'SERVE' })
    expect(await service?.findByCode('SERVE')).toMatchObject({ id })
    expect(await service?.listById([])).toEqual([])
    expect(await service?.listById([id])).toMatchObject([{ id }])
    expect(await service?.search('served', 5)).toMatchObject([{ id }])
  })
})
