/** Customers that are deleted: gone for everybody, until they are restored or deleted for good. */
import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import type { RowHistory } from 'ashlar/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Customer, type CustomerId, can, customers, type DeletedCustomer, routes } from '../src/contract.ts'

let app: TestApp
let clerk: TestClient
let chief: TestClient

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/customers'], tenants: ['acme', 'beta'] })
  clerk = app.as([can.read, can.edit])
  chief = app.as([can.read, can.edit, can.purge], { id: 'usr_chief' })
})
afterAll(() => app?.close())

async function add(code: string, fields: Partial<Customer> = {}): Promise<CustomerId> {
  const { location } = await clerk.submit('POST', routes.store(), { code, name: `Customer ${code}`, ...fields })
  const id = location?.split('/').at(-1)
  if (!id?.startsWith('cust_')) throw new Error(`No customer in ${location}`)
  return id as CustomerId
}

async function addDeleted(code: string, fields: Partial<Customer> = {}): Promise<CustomerId> {
  const id = await add(code, fields)
  await clerk.submit('DELETE', routes.remove({ id }))
  return id
}

async function propsOf<Props>(client: TestClient, address: string): Promise<Props> {
  return (await client.visit(address)).page().props as never
}

interface Listed<Row> {
  readonly customers: { readonly items: readonly Row[]; readonly total: number }
}

async function listCodes(address: string): Promise<string[]> {
  const { customers } = await propsOf<Listed<Customer>>(clerk, address)
  return customers.items.map(({ code }) => code)
}

test('a deleted customer is seen among those deleted alone, with who did it and when', async () => {
  const id = await add('GONE', { country: 'Iceland' })
  const before = Date.now()
  const removed = await chief.submitAndFollow('DELETE', routes.remove({ id }))
  expect(removed.page()).toMatchObject({ flash: { kind: 'success', message: 'The customer was deleted.' } })

  expect(await listCodes(routes.list({ query: { search: 'GONE' } }))).toEqual([])
  expect(await propsOf(clerk, routes.list())).toMatchObject({ countries: expect.not.arrayContaining(['Iceland']) })
  for (const address of [routes.show({ id }), routes.edit({ id })])
    expect((await clerk.visit(address)).status).toBe(404)
  expect((await clerk.submit('PUT', routes.update({ id }), { code: 'GONE', name: 'Ghost' })).status).toBe(404)
  const service = await app.app.findService(customers)
  await app.run(async () => {
    expect(await service?.find(id)).toBeUndefined()
    expect(await service?.findByCode('GONE')).toBeUndefined()
    expect(await service?.listById([id])).toEqual([])
    expect(await service?.search('gone', 5)).toEqual([])
  })

  const { customers: deleted } = await propsOf<Listed<DeletedCustomer>>(clerk, routes.listDeleted())
  expect(deleted.items).toMatchObject([{ id, code: 'GONE', country: 'Iceland', deletedBy: 'usr_chief' }])
  expect(Date.parse(deleted.items[0]?.deletedAt ?? '')).toBeGreaterThanOrEqual(before - 1)
  expect(await propsOf(clerk, routes.showDeleted({ id }))).toMatchObject({
    customer: { name: 'Customer GONE', deletedBy: 'usr_chief' },
    history: [
      { kind: 'delete', who: 'usr_chief' },
      { kind: 'insert', who: 'usr_test' },
    ],
  })
})

test('those that were deleted are found, sorted and shown in pages', async () => {
  for (const code of ['FIND1', 'FIND3', 'FIND2']) await addDeleted(code)
  const find = (query: object) => listCodes(routes.listDeleted({ query: { search: 'find', ...query } }))
  expect(await find({})).toEqual(['FIND2', 'FIND3', 'FIND1'])
  expect(await find({ sort: 'deleted' })).toEqual(['FIND1', 'FIND3', 'FIND2'])
  expect(await find({ sort: '-code' })).toEqual(['FIND3', 'FIND2', 'FIND1'])
  expect(await find({ sort: 'name' })).toEqual(['FIND1', 'FIND2', 'FIND3'])
  expect(await find({ page: 2 })).toEqual([])
})

test('a restored customer is as before, and its history tells both', async () => {
  const id = await addDeleted('BACK', { city: 'Oslo', creditLimit: 5_000 })
  const restored = await chief.submitAndFollow('POST', routes.restore({ id }))
  expect(restored.page()).toMatchObject({
    component: 'customers/Show',
    props: { customer: { id, code: 'BACK', city: 'Oslo', creditLimit: 5_000 } },
    flash: { message: 'The customer was restored.' },
  })
  const { history } = restored.page().props as never as { history: RowHistory }
  expect(history.map(({ kind, who }) => `${kind} by ${who}`)).toEqual([
    'restore by usr_chief',
    'delete by usr_test',
    'insert by usr_test',
  ])
  expect(await listCodes(routes.listDeleted({ query: { search: 'BACK' } }))).toEqual([])
  for (const again of [
    await clerk.submit('POST', routes.restore({ id })),
    await clerk.visit(routes.showDeleted({ id })),
  ])
    expect(again.status).toBe(404)
})

test('the code of a deleted customer is free for another, who keeps it from being restored', async () => {
  const first = await addDeleted('REUSE')
  const second = await add('REUSE', { name: 'Second of its code' })
  const refused = await clerk.submit('POST', routes.restore({ id: first }), undefined, {
    referer: `http://localhost${routes.showDeleted({ id: first })}`,
  })
  expect(refused.location).toBe(routes.showDeleted({ id: first }))
  const shown = (await clerk.visit(refused.location ?? '')).page()
  expect(shown).toMatchObject({ component: 'customers/DeletedCustomer' })
  expect(shown.props.errors).toEqual({ code: expect.stringContaining('Another customer has this code by now.') })
  expect((await clerk.call('POST', routes.restore({ id: first }))).json()).toMatchObject({ status: 422 })
  expect(await listCodes(routes.list({ query: { search: 'REUSE' } }))).toEqual(['REUSE'])

  await clerk.submit('PUT', routes.update({ id: second }), { code: 'OTHER', name: 'Second of its code' })
  expect((await clerk.submit('POST', routes.restore({ id: first }))).location).toBe(routes.show({ id: first }))
})

test('a customer may be deleted as often as the code is taken anew', async () => {
  const ids = [await addDeleted('TWICE'), await addDeleted('TWICE')]
  const { customers } = await propsOf<Listed<DeletedCustomer>>(
    clerk,
    routes.listDeleted({ query: { search: 'TWICE', sort: 'deleted' } }),
  )
  expect(customers.items.map(({ id }) => id)).toEqual(ids)
})

test('deleted for good, a customer is nowhere any more; one that is there cannot be', async () => {
  const id = await addDeleted('PURGE')
  const there = await add('STAYS')
  const purged = await chief.submitAndFollow('DELETE', routes.purge({ id }))
  expect(purged.page()).toMatchObject({
    component: 'customers/Deleted',
    flash: { message: 'The customer was deleted for good.' },
  })
  for (const address of [routes.show({ id }), routes.showDeleted({ id })])
    expect((await chief.visit(address)).status).toBe(404)
  expect((await chief.submit('POST', routes.restore({ id }))).status).toBe(404)
  expect((await chief.submit('DELETE', routes.purge({ id }))).status).toBe(404)
  expect((await chief.submit('DELETE', routes.purge({ id: there }))).status).toBe(404)
  expect(await listCodes(routes.list({ query: { search: 'STAYS' } }))).toEqual(['STAYS'])
})

test('who may edit restores, and only who may purge deletes for good', async () => {
  const id = await addDeleted('WALL')
  const reader = app.as([can.read])
  for (const address of [routes.listDeleted(), routes.showDeleted({ id })])
    expect((await reader.visit(address)).status).toBe(403)
  expect((await reader.submit('POST', routes.restore({ id }))).status).toBe(403)
  expect((await clerk.submit('DELETE', routes.purge({ id }))).status).toBe(403)
  expect((await clerk.submit('POST', routes.restore({ id }))).location).toBe(routes.show({ id }))
})

test('what one tenant has deleted is nowhere for another', async () => {
  const id = await addDeleted('OURS')
  const other = app.as('all', { tenant: 'beta' })
  expect((await propsOf<Listed<DeletedCustomer>>(other, routes.listDeleted())).customers.total).toBe(0)
  expect((await other.visit(routes.showDeleted({ id }))).status).toBe(404)
  expect((await other.submit('POST', routes.restore({ id }))).status).toBe(404)
  expect((await other.submit('DELETE', routes.purge({ id }))).status).toBe(404)
  expect((await clerk.visit(routes.showDeleted({ id }))).status).toBe(200)
})

test('a file may bring a customer whose code a deleted one had', async () => {
  await addDeleted('FILED', { name: 'The old one' })
  const form = new FormData()
  form.set('file', new File(['code,name\nFILED,The new one\n'], 'new.csv', { type: 'text/csv' }))
  const { location = '' } = await clerk.submit('POST', routes.startImport(), form)
  await app.runJobs()
  expect(await propsOf(clerk, location)).toMatchObject({ fileImport: { state: 'done', added: 1 } })
  const { customers } = await propsOf<Listed<Customer>>(clerk, routes.list({ query: { search: 'FILED' } }))
  expect(customers.items).toMatchObject([{ code: 'FILED', name: 'The new one' }])
})
