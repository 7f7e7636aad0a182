/** The walk of a person through the demo, in a real browser, against the production build. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser } from './launch.ts'

const root = resolve(import.meta.dirname, '../..')
const cli = join(root, 'packages/cli/bin/ashlar.js')
const results = join(root, 'test-results')

let appFolder: string
let server: ChildProcess
let serverLog = ''
let address: string
let browser: Browser
let context: BrowserContext
let page: Page

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return port
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: appFolder,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const keep = (chunk: Buffer) => {
    serverLog += chunk
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return child
}

const exit = (child: ChildProcess) => new Promise<number | null>((done) => child.once('exit', done))

async function waitForServer(): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) break
    const ready = await fetch(`${address}/up/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`The server did not become ready:\n${serverLog}`)
}

/** A copy of the demo beside it, so that a person's own demo, its build and its database stay as they are. */
async function copyDemo(): Promise<string> {
  const parent = join(root, '.ashlar', 'browser-tests')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'demo-'))
  for (const file of ['package.json', 'app.config.ts']) await cp(join(root, 'apps/demo', file), join(folder, file))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}

beforeAll(async () => {
  appFolder = await copyDemo()
  const built = await exit(run(['build']))
  if (built !== 0) throw new Error(`The build failed:\n${serverLog}`)
  const port = await findFreePort()
  address = `http://localhost:${port}`
  server = run(['start', '--embedded', '--port', String(port)])
  await waitForServer()
  browser = await launchBrowser()
  context = await browser.newContext()
  await context.tracing.start({ screenshots: true, snapshots: true })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
}, 240_000)

afterAll(async () => {
  await browser?.close()
  if (server && server.exitCode === null) {
    server.kill('SIGTERM')
    await exit(server)
  }
  if (appFolder) await rm(appFolder, { recursive: true, force: true })
})

/** Keeps what a person needs to understand a failure. */
function keepEvidence(): void {
  onTestFailed(async () => {
    await mkdir(results, { recursive: true })
    await page.screenshot({ path: join(results, 'order-desk.png'), fullPage: true })
    await context.tracing.stop({ path: join(results, 'order-desk-trace.zip') })
    await writeFile(join(results, 'order-desk-server.log'), serverLog)
  })
}

/** An administrator says in another browser who belongs to an office. */
async function addToOffice(name: string, office: string): Promise<void> {
  const other = await browser.newContext()
  const admin = await other.newPage()
  admin.setDefaultTimeout(60_000)
  await admin.goto(`${address}/tenants`)
  await admin.getByLabel('Email').fill('admin@demo.test')
  await admin.getByLabel('Password').fill('let-me-look-around')
  await admin.getByRole('button', { name: 'Sign in' }).click()
  await admin.getByRole('link', { name: office }).click()
  await admin.getByLabel('Add a person').fill(name)
  await admin.getByRole('option', { name: new RegExp(name) }).click()
  await admin.getByRole('button', { name: 'Add', exact: true }).click()
  await admin.getByText('The person was added.').waitFor()
  await other.close()
}

test('a person signs up, signs out and in, takes an order, sees its total and signs out', async () => {
  keepEvidence()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|hydrat/i.test(message.text()))
      problems.push(message.text())
  })

  await page.goto(address)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await page.getByRole('link', { name: 'Create one' }).click()
  await page.getByRole('heading', { name: 'Create your account', level: 1 }).waitFor()
  await page.getByLabel('Name').fill('Mira Lund')
  await page.getByLabel('Email').fill('mira@order.test')
  await page.getByLabel('Password').fill('a quiet harbour at dawn')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('Your account is ready').waitFor()

  await page.goto(`${address}/orders/new`)
  await page.getByLabel('Email').fill('mira@order.test')
  await page.getByLabel('Password').fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Address and password do not fit together.').first().waitFor()
  await page.getByLabel('Password').fill('a quiet harbour at dawn')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'You do not belong to an organisation yet', level: 1 }).waitFor()
  await addToOffice('Mira Lund', 'Bristol office')
  await page.getByRole('link', { name: 'Load again' }).click()
  await page.getByRole('heading', { name: 'Take an order', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Save' }).click()
  const refused = page.getByRole('alert').getByRole('link')
  await expect.poll(() => refused.allTextContents()).toEqual(['Customer: Fill this in.', 'Product: Fill this in.'])

  await choose('Customer', 'atel', 'Atelier Sept')
  expect(await page.getByLabel('Address').inputValue()).toBe('Rue des Tanneurs 7')
  await choose('Product', '1003', 'Piston filler, brass')
  expect(await refused.count()).toBe(0)
  await page.getByLabel('Quantity').fill('2')
  await page.getByLabel('Discount').fill('10')
  await page.getByLabel('Freight').fill('12.50')
  await page.getByRole('button', { name: 'Save' }).click()

  await page.getByRole('heading', { name: /^Order \d+$/, level: 1 }).waitFor()
  expect(await page.getByTestId('total').textContent()).toBe('€172.70')
  expect(await page.getByRole('status').allTextContents()).toContain('The order was taken.')

  await changeOrder()

  await page.getByRole('link', { name: 'Orders', exact: true }).click()
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor()
  await page.getByRole('searchbox').fill('Atelier')
  await page.waitForURL(/search=Atelier/)
  await signOut()
  expect(problems).toEqual([])
})

/** Finds something by typing and takes what fits best, by keyboard. */
async function choose(field: string, search: string, expected: string, place = 0): Promise<void> {
  // While its list is open, all other fields are hidden from roles.
  const box = page.getByLabel(field, { exact: true }).nth(place)
  await box.fill(search)
  await page.getByRole('option', { name: expected }).waitFor()
  await box.press('Enter')
  await expect.poll(() => box.inputValue()).toBe(expected)
}

/** Opens the order again, where its choices stand, and puts another product in the place of the first. */
async function changeOrder(): Promise<void> {
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByRole('heading', { name: /^Change order \d+$/, level: 1 }).waitFor()
  const products = page.getByRole('combobox', { name: 'Product' })
  expect(await page.getByRole('combobox', { name: 'Customer' }).inputValue()).toBe('Atelier Sept')
  expect(await products.inputValue()).toBe('Piston filler, brass')
  expect(await page.getByText('Total €172.70').isVisible()).toBe(true)

  await page.getByRole('button', { name: 'Add a line' }).click()
  await choose('Product', '1001', 'School pen, blue', 1)
  await page.getByRole('button', { name: 'Remove' }).first().click()
  await expect.poll(() => products.inputValue()).toBe('School pen, blue')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The order was changed.').waitFor()
  expect(await page.getByRole('rowheader').allTextContents()).toEqual(['School pen, blue 1001'])
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: /Mira Lund/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
}

test('what follows from an order is seen: goods set aside, mail to the customer, sales and the report of the night', async () => {
  keepEvidence()
  await page.goto(`${address}/customers`)
  await page.getByLabel('Email').fill('admin@demo.test')
  await page.getByLabel('Password').fill('let-me-look-around')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()

  await importCustomer('walk.csv', 'code,name,email,creditLimit\nWALK,Walking Ink,ida@walk.example,100.00\n')
  await page.getByText('1 customer was added.').waitFor()

  await page.goto(`${address}/orders/new`)
  await choose('Customer', 'walk', 'Walking Ink')
  await choose('Product', '1001', 'School pen, blue')
  await page.getByLabel('Quantity').fill('7')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('credit limit').waitFor()
  await page.getByLabel('Quantity').fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The order was taken.').waitFor()
  await page.getByRole('cell', { name: 'Reserved' }).waitFor()
  const heading = await page.getByRole('heading', { level: 1 }).textContent()

  await page.getByRole('link', { name: 'Mail', exact: true }).click()
  await page.getByRole('link', { name: `Your ${heading?.toLowerCase()}` }).click()
  await page.getByText('ida@walk.example').waitFor()
  await page.getByText('2 × School pen, blue (1001)').waitFor()
  await page.getByText('Sent', { exact: true }).first().waitFor()
  const folder = join(appFolder, '.ashlar/mail')
  const letters = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))
  expect(letters).toContainEqual(expect.stringContaining('To: ida@walk.example'))

  await page.getByRole('link', { name: 'Sales', exact: true }).click()
  await page.getByRole('img', { name: /^Bars of what each month has sold/ }).waitFor()
  await page.getByRole('link', { name: 'Customers', exact: true }).last().click()
  await page.waitForURL(/by=customer/)
  await page.getByRole('link', { name: 'Daily reports' }).click()
  await page.getByRole('button', { name: 'Make it now' }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(32)

  await importCustomer('wrong.csv', 'code,name\nWALK,Somebody\n')
  await page.getByText('There is a customer with the code WALK already.').waitFor()
})

async function importCustomer(name: string, content: string): Promise<void> {
  await page.goto(`${address}/customers/imports`)
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

test('a customer who was deleted is found among those deleted and restored, while orders keep the name', async () => {
  keepEvidence()
  await page.goto(`${address}/customers?search=Walking`)
  await page.getByRole('link', { name: 'Walking Ink' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('The customer was deleted.').waitFor()
  await page.goto(`${address}/orders?search=Walking`)
  await page.getByRole('cell', { name: 'Walking Ink' }).waitFor()

  await page.goto(`${address}/customers`)
  await page.getByRole('link', { name: 'Deleted', exact: true }).click()
  await page
    .getByRole('row', { name: /Walking Ink.*WALK/ })
    .getByRole('link')
    .click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await page.getByText('The customer was restored.').waitFor()
  await page.getByText('Ada Okafor brought this back').waitFor()
})

test('a person who belongs to two offices sees the orders of one at a time, and none of one that is suspended', async () => {
  keepEvidence()
  await page.goto(`${address}/orders?search=Walking`)
  const order = page.getByRole('table').getByRole('link').last()
  const theirs = new URL((await order.getAttribute('href')) ?? '', address).href
  await page.goto(theirs)
  await page.getByRole('heading', { name: /^Order \d+$/, level: 1 }).waitFor()

  await switchTo('Bristol office', 'Lyon office')
  expect((await page.goto(theirs))?.status()).toBe(404)
  await page.goto(`${address}/orders?search=Walking`)
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor()
  expect(await page.getByText('Walking Ink').count()).toBe(0)

  await page.goto(`${address}/tenants?search=lyon`)
  await page.getByRole('link', { name: 'Lyon office' }).click()
  await page.getByRole('button', { name: 'Suspend' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  expect((await page.goto(`${address}/orders`))?.status()).toBe(403)
  await page.goto(`${address}/tenants?search=lyon`)
  await page.getByRole('link', { name: 'Lyon office' }).click()
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('button', { name: 'Suspend' }).waitFor()
  expect((await page.goto(`${address}/orders`))?.status()).toBe(200)
  await switchTo('Lyon office', 'Bristol office')
  expect((await page.goto(theirs))?.status()).toBe(200)
})

async function switchTo(from: string, to: string): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(from) })
    .click()
  await page.getByRole('banner').getByRole('button', { name: to, exact: true }).click()
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(to) })
    .first()
    .waitFor()
}

test('pages are whole without JavaScript, and hashed files are kept for ever', async () => {
  const answer = await fetch(`${address}/sign-in`, { headers: { accept: 'text/html' } })
  const html = await answer.text()
  expect(html).toContain('data-server-rendered="true"')
  expect(html).toMatch(/<h1[^>]*>Sign in<\/h1>/)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1]
  const asset = await fetch(`${address}${script}`)
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('a second start says where the first one runs and leaves it alone', async () => {
  const before = serverLog.length
  const second = run(['start', '--embedded', '--port', '0'])
  expect(await exit(second)).toBe(0)
  expect(serverLog.slice(before)).toContain(`running already: ${address}`)
  expect((await fetch(`${address}/up`)).status).toBe(200)
  expect(JSON.parse(await readFile(join(appFolder, '.ashlar/server.json'), 'utf8')).pid).toBe(server.pid)
})
