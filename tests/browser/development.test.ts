/** `ashlar dev` as a developer at work meets it: what is changed in the sources shows in the open page. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorkshop, type Running, type Workshop } from '../../packages/cli/tests/workshop.ts'
import { launchBrowser } from './launch.ts'

let workshop: Workshop
let database: TestDatabase
let running: Running
let url: string
let browser: Browser
let page: Page
/** What the browser complained of. */
let complaints: string[]
/** How many documents the page was loaded from. */
let documents: number
/** The sources that a test changed, as they were; `undefined` for a new one. */
const originals = new Map<string, string | undefined>()

beforeAll(async () => {
  ;[workshop, database, browser] = await Promise.all([createWorkshop(), createTestDatabase(), launchBrowser()])
  running = workshop.start(['dev', '--port', '0'], { env: { DATABASE_URL: database.url } })
  url = (await running.says(/Workshop: (http:\/\/localhost:\d+)/))[1] ?? ''
})
afterAll(async () => {
  await browser?.close()
  await workshop?.remove()
  await database?.drop()
})

beforeEach(async () => {
  page = await browser.newPage()
  page.setDefaultTimeout(60_000)
  complaints = []
  documents = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents += 1
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await open('/notes')
  await draft().fill('half a sentence')
})
afterEach(async () => {
  await page.close()
  const starts = countStarts()
  const restored = await Promise.all([...originals].map(([file, source]) => restore(file, source)))
  originals.clear()
  if (restored.some((file) => file !== undefined && isOfServer(file))) {
    await expect.poll(countStarts).toBeGreaterThan(starts)
  }
})

/** Takes a file back to what it was. What is so already stays untouched: the next test begins with a server at rest. */
async function restore(file: string, source: string | undefined): Promise<string | undefined> {
  if (source === undefined) await rm(file)
  else if ((await readFile(file, 'utf8')) === source) return undefined
  else await writeFile(file, source)
  return file
}

/** Opens a page and waits until the browser has taken it over from the server. */
async function open(path: string): Promise<void> {
  await page.goto(`${url}${path}`)
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('h1') ?? {}).some((name) => name.startsWith('__reactFiber')),
  )
}

const draft = () => page.getByRole('textbox')
const heading = () => page.getByRole('heading', { level: 1 })
const overlay = () => page.locator('vite-error-overlay')

const countStarts = () => running.output().split('Started anew').length
const isOfServer = (file: string) => /\.(?:ts|json)$/.test(file)

async function change(file: string, from: string, to: string): Promise<void> {
  const path = join(workshop.moduleFolder, file)
  const source = await readFile(path, 'utf8')
  expect(source).toContain(from)
  if (!originals.has(path)) originals.set(path, source)
  await writeFile(path, source.replace(from, to))
}

async function add(file: string, source: string): Promise<void> {
  const path = join(workshop.moduleFolder, file)
  originals.set(path, undefined)
  await writeFile(path, source)
}

test('the very first page is loaded once: all it depends on was prepared before', () => {
  expect(documents).toBe(1)
  expect(complaints).toEqual([])
})

test('a changed page is put in the place of the one that is open, which keeps its state', async () => {
  const starts = countStarts()
  await change('src/pages/Wall.tsx', 'Notes on the wall', 'What is on the wall')
  await expect.poll(() => heading().textContent()).toBe('What is on the wall')
  expect(await draft().inputValue()).toBe('half a sentence')
  expect(documents).toBe(1)
  expect(countStarts()).toBe(starts)
  expect(complaints).toEqual([])
})

test('a changed style shows in the open page', async () => {
  const borderOf = () => page.locator('main').evaluate((main) => getComputedStyle(main).borderTopWidth)
  expect(await borderOf()).toBe('3px')
  await change('src/styles.css', '3px', '7px')
  await expect.poll(borderOf).toBe('7px')
  await change('src/pages/Wall.tsx', 'mt-[13px]', 'mt-[29px]')
  const marginOf = () => page.locator('main').evaluate((main) => getComputedStyle(main).marginTop)
  await expect.poll(marginOf).toBe('29px')
  expect(await draft().inputValue()).toBe('half a sentence')
})

test('a changed behaviour and a changed text show in the open page, which keeps its state', async () => {
  await change(
    'src/start.ts',
    'render(pages.Wall, { notes: await listNotes() })',
    "render(pages.Wall, { notes: [{ id: 1, text: 'From the new server' }] })",
  )
  await page.getByText('From the new server').waitFor()
  await change('src/locales/en.json', 'Your next note', 'What comes next')
  await page.getByText('What comes next').waitFor()
  expect(await draft().inputValue()).toBe('half a sentence')
  expect(documents).toBe(1)
  expect(complaints).toEqual([])
})

test('a new page is there without a new start of the command, and hot from its first visit', async () => {
  await add('src/pages/Shelf.tsx', 'export default function Shelf() {\n  return <h1>The shelf</h1>\n}\n')
  await change(
    'src/contract.ts',
    "list: get('/', { can: anyone }),",
    "list: get('/', { can: anyone }),\n  shelf: get('/shelf', { can: anyone }),",
  )
  await change('src/contract.ts', 'Wall: page(', 'Shelf: page({}), Wall: page(')
  await change('src/start.ts', 'list: async', 'shelf: () => render(pages.Shelf, {}),\n      list: async')
  await expect.poll(async () => (await fetch(`${url}/notes/shelf`)).status).toBe(200)
  await open('/notes/shelf')
  expect(await heading().textContent()).toBe('The shelf')
  await change('src/pages/Shelf.tsx', 'The shelf', 'The long shelf')
  await expect.poll(() => heading().textContent()).toBe('The long shelf')
})

test('a page that cannot be read is told over the open one, which goes on as it was once it can', async () => {
  await change('src/pages/Wall.tsx', '</main>', '<main>')
  await overlay().getByText('Wall.tsx').first().waitFor()
  await change('src/pages/Wall.tsx', '<main>\n  )', '</main>\n  )')
  await overlay().waitFor({ state: 'detached' })
  expect(await draft().inputValue()).toBe('half a sentence')
  expect(documents).toBe(1)
})

test('a page that cannot be read when it is opened is told too, and shows itself once it can', async () => {
  await change('src/pages/Wall.tsx', '</main>', '<main>')
  await page.goto(`${url}/notes`)
  await overlay().getByText('Wall.tsx').first().waitFor()
  await change('src/pages/Wall.tsx', '<main>\n  )', '</main>\n  )')
  await heading().waitFor()
  expect(await overlay().count()).toBe(0)
})

test('a server that does not start is told over the open page, which is loaded anew once it does', async () => {
  await change('src/start.ts', 'seed: async', 'seed async')
  await overlay().getByText('ASH121').first().waitFor()
  await change('src/start.ts', 'seed async', 'seed: async')
  await overlay().waitFor({ state: 'detached' })
  await expect.poll(() => heading().textContent()).toBe('Notes on the wall')
})
