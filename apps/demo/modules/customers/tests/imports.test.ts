/** Files of customers, from the upload to what came of them. */
import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { can, type FileImport, type FileImportId, type RefusedLine, routes } from '../src/contract.ts'

let app: TestApp
let clerk: TestClient

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/customers'], tenants: ['acme'] })
  clerk = app.as([can.read, can.edit])
})
afterAll(() => app?.close())

/** Sends a file as a form does. */
async function upload(client: TestClient, content: string | Uint8Array<ArrayBuffer>, name = 'customers.csv') {
  const form = new FormData()
  form.set('file', new File([content], name, { type: 'text/csv' }))
  return client.submit('POST', routes.startImport(), form, { referer: `http://localhost${routes.listImports()}` })
}

async function start(client: TestClient, content: string): Promise<FileImportId> {
  const { location } = await upload(client, content)
  const id = location?.split('/').at(-1)
  if (!id?.startsWith('imp_')) throw new Error(`No import in ${location}`)
  return id as FileImportId
}

interface Shown {
  readonly fileImport: FileImport
  readonly progress: { readonly done: number; readonly note: string }
  readonly refused: readonly RefusedLine[]
  readonly refusedLines: number
}

async function show(client: TestClient, id: FileImportId): Promise<Shown> {
  return (await client.visit(routes.showImport({ id }))).page().props as never
}

async function count(client: TestClient, search: string): Promise<number> {
  const { customers } = (await client.visit(routes.list({ query: { search } }))).page().props as never as {
    customers: { total: number }
  }
  return customers.total
}

test('a file is taken by a job, and its customers are there with all that it says of them', async () => {
  const id = await start(
    clerk,
    '\uFEFFCode;Name;Credit limit;E-mail;City\r\nimpa;"Anna; & Co";500.00;a@example.test;Oslo\r\nimpb;Bert;;;Bergen\r\n',
  )
  expect((await show(clerk, id)).fileImport).toMatchObject({ fileName: 'customers.csv', state: 'waiting', added: 0 })
  expect((await app.runJobs()).map(({ job }) => job)).toEqual(['customers.importFile'])
  expect((await show(clerk, id)).fileImport).toMatchObject({ state: 'done', added: 2 })

  const { customers } = (await clerk.visit(routes.list({ query: { search: 'IMPA' } }))).page().props as never as {
    customers: { items: object[] }
  }
  expect(customers.items).toMatchObject([
    { code: 'IMPA', name: 'Anna; & Co', creditLimit: 50_000, email: 'a@example.test', city: 'Oslo' },
  ])
  const { imports } = (await clerk.visit(routes.listImports())).page().props as never as { imports: FileImport[] }
  expect(imports[0]).toMatchObject({ id, state: 'done' })
})

test('with a wrong line nothing is added, and each such line is told with its reason, in order', async () => {
  await start(clerk, 'code,name\nTAKEN,Taken\n')
  await app.runJobs()
  const id = await start(
    clerk,
    'code,name,address\nGOOD,Good,"Two\nlines"\nX!,Wrong,\nTAKEN,Again,\nGOOD,Twice,\nSHORT,Short\n',
  )
  await app.runJobs()
  expect(await show(clerk, id)).toMatchObject({
    fileImport: { state: 'refused', added: 0 },
    refusedLines: 4,
    refused: [
      { line: 4, reason: 'code: Use 2 to 10 letters or digits.' },
      { line: 5, reason: 'There is a customer with the code TAKEN already.' },
      { line: 6, reason: 'The code GOOD stands in an earlier line too.' },
      { line: 7, reason: expect.stringContaining('2 cells, where the first line has 3') },
    ],
  })
  expect(await count(clerk, 'GOOD')).toBe(0)
})

test('an amount that no column holds, after a cell of several lines, is told at its line', async () => {
  const id = await start(clerk, 'code,name,address,credit limit\r\nTWO,Two,"x\r\ny",1\r\nBIG,Big,,99999999.99\r\n')
  await app.runJobs()
  const reason = 'creditLimit: A credit limit is 20,000,000.00 at most.'
  expect(await show(clerk, id)).toMatchObject({ fileImport: { state: 'refused' }, refused: [{ line: 4, reason }] })
})

test('an import that has failed for the last time keeps nothing of the file', async () => {
  const owner = new pg.Client({ connectionString: app.database.url })
  await owner.connect()
  try {
    await owner.query("alter table customers.customer add constraint none_such check (code <> 'FAILS') not valid")
    const id = await start(clerk, 'code,name\nFAILS,Fails\n')
    const states: string[] = []
    for (let tries = 1; tries <= 3; tries += 1) {
      await app.runJobs({ failures: true })
      states.push((await show(clerk, id)).fileImport.state)
      await app.time.travel({ hours: 12 })
    }
    expect(states).toEqual(['waiting', 'waiting', 'failed'])
    await owner.query("select set_config('ashlar.tenant', $1, false)", [app.tenant('acme').id])
    const { rows } = await owner.query('select content from customers.file_import order by id desc limit 1')
    expect(rows).toEqual([{ content: null }])
  } finally {
    await owner.query('alter table customers.customer drop constraint if exists none_such')
    await owner.end()
  }
})

test('what is no file of customers is told so: at the field, or at the line', async () => {
  const errorsOf = async (content: Parameters<typeof upload>[1]) => {
    const { location } = await upload(clerk, content)
    return (await clerk.visit(location ?? '')).page().props.errors
  }
  expect(await errorsOf(new Uint8Array([0x63, 0xff, 0xfe]))).toEqual({ file: expect.stringContaining('UTF-8') })
  expect(await errorsOf('code,name\n\0,x')).toEqual({ file: expect.stringContaining('UTF-8') })
  expect(await errorsOf('x'.repeat(4_000_001))).toEqual({ file: 'Choose a file of at most 4 MB.' })

  const reasonOf = async (content: string) => {
    const id = await start(clerk, content)
    await app.runJobs()
    return (await show(clerk, id)).refused
  }
  expect(await reasonOf('')).toEqual([{ line: 1, reason: 'There is nothing in the file.' }])
  const isOpen = { reason: expect.stringContaining('quotation') }
  expect(await reasonOf('code,name\nAB,"open\n')).toMatchObject([isOpen])
  const several = await reasonOf('code,name\nAB\nAC,Anna\nAD,"open\nAE\n')
  expect(several).toMatchObject([{ line: 2 }, { line: 4, ...isOpen }])
})

test('a person sees how far it is, and may cancel: nothing of the file is kept', async () => {
  await using running = await testApp({ modules: ['@demo/customers'], tenants: ['acme'], background: true })
  const person = running.as([can.read, can.edit])
  // Whoever holds the table keeps the job from adding, after it has checked all lines.
  const holder = new pg.Client({ connectionString: running.database.url })
  await holder.connect()
  try {
    await holder.query('begin; lock table customers.customer in share row exclusive mode')
    const lines = Array.from({ length: 1_000 }, (_, index) => `HELD${index},Held ${index}`)
    const id = await start(person, ['code,name', ...lines].join('\n'))
    await vi.waitFor(
      async () =>
        expect(await show(person, id)).toMatchObject({
          fileImport: { state: 'running' },
          progress: { done: 0.5, note: '1000 of 1000 lines checked' },
        }),
      { timeout: 60_000 },
    )
    await person.submit('POST', routes.cancelImport({ id }))
    expect((await show(person, id)).fileImport).toMatchObject({ state: 'cancelled', added: 0 })
    await holder.query('commit')
    await vi.waitFor(() => expect(running.app.background.jobs.counts.running).toBe(0), { timeout: 60_000 })
    expect((await show(person, id)).fileImport.state).toBe('cancelled')
    expect(await count(person, 'HELD')).toBe(0)
  } finally {
    await holder.end()
  }
})

test('only those who may edit customers import them, and an unknown import is told as one', async () => {
  const reader = app.as([can.read])
  expect((await reader.visit(routes.listImports())).status).toBe(403)
  expect((await upload(reader, 'code,name\nNO,No\n')).status).toBe(403)
  expect((await clerk.visit('/customers/imports/imp_00000000000000000000000000')).status).toBe(404)
})
