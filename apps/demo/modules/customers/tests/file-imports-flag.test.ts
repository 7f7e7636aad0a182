/** The import of files, switched off for one tenant while another goes on with it. */
import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { can, fileImports, routes } from '../src/contract.ts'

let app: TestApp
let acme: TestClient
let beta: TestClient

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/customers'], tenants: ['acme', 'beta'] })
  acme = app.as([can.read, can.edit])
  beta = app.as([can.read, can.edit], { tenant: 'beta' })
})
afterAll(() => app?.close())

async function upload(client: TestClient, code: string): Promise<string> {
  const form = new FormData()
  form.set('file', new File([`code,name\n${code},Customer ${code}\n`], 'customers.csv', { type: 'text/csv' }))
  const { status, location } = await client.submit('POST', routes.startImport(), form)
  return location ?? String(status)
}

async function readState(client: TestClient, address: string): Promise<unknown> {
  const { fileImport } = (await client.visit(address)).page().props as { fileImport?: { state: string } }
  return fileImport?.state
}

/** The flags that the page of the list is told of: its button depends on them. */
async function readFlags(client: TestClient): Promise<unknown> {
  return (await client.visit(routes.list())).page().props.flags
}

test('it is on for everybody until somebody says otherwise', async () => {
  expect([await readFlags(acme), await readFlags(beta)]).toEqual([[fileImports.name], [fileImports.name]])
  expect((await acme.visit(routes.listImports())).status).toBe(200)
})

test('switched off for one tenant, it is not there for that one: no page, no upload, no button', async () => {
  const waiting = await upload(acme, 'WAITS')
  await app.run(() => app.app.flags.set(fileImports.name, { tenants: [app.tenant('beta').id] }))

  expect([await readFlags(acme), await readFlags(beta)]).toEqual([[], [fileImports.name]])
  for (const address of [routes.listImports(), waiting]) expect((await acme.visit(address)).status).toBe(404)
  expect((await acme.submit('POST', `${waiting}/cancel`)).status).toBe(404)
  expect(await upload(acme, 'NEVER')).toBe('404')

  const running = await upload(beta, 'RUNS')
  await app.runJobs()
  expect(await readState(beta, running)).toBe('done')
  expect((await acme.visit(routes.list({ query: { search: 'WAITS' } }))).text).not.toContain('Customer WAITS')

  await app.run(() => app.app.flags.unset(fileImports.name))
  expect(await readState(acme, waiting)).toBe('waiting')
  await app.time.travel({ hours: 1 })
  await app.runJobs()
  expect(await readState(acme, waiting)).toBe('done')
  expect((await acme.visit(routes.list({ query: { search: 'WAITS' } }))).text).toContain('Customer WAITS')
})
