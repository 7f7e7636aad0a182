/** The kit as a person meets it: in a browser, rendered by a server, under a strict content security policy. */
import { rm } from 'node:fs/promises'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltKit, buildKit } from './kit-app/build.ts'
import { type KitServer, serveKit } from './kit-app/serve.ts'

let kit: BuiltKit
let server: KitServer
let browser: Browser
let page: Page
/** What the browser complained of: errors, refused styles and scripts, markup that differs from the server's. */
let complaints: string[]

beforeAll(async () => {
  kit = await buildKit()
  const libraries = process.env.CHROMIUM_LIBRARIES
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } } : {}),
  })
})

afterAll(async () => {
  await browser?.close()
  if (kit) await rm(kit.folder, { recursive: true, force: true })
})

beforeEach(async () => {
  server = await serveKit(kit)
})

afterEach(async () => {
  await page.context().close()
  await server.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en', ...options })
  page = await context.newPage()
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await visit(path)
}

/** Opens a page and waits until the browser has taken it over from the server. */
async function visit(path: string): Promise<void> {
  await page.goto(`${server.address}${path}`)
  await waitForReact()
}

async function waitForReact(): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('h1') ?? {}).some((name) => name.startsWith('__reactFiber')),
  )
}

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
const query = () => new URL(page.url()).search

describe('a list', () => {
  test('is searched, narrowed, sorted and paged in its address, and loads nothing but itself', async () => {
    await open('/stones')
    await page.getByLabel('Search stones').pressSequentially('stone 1')
    await expect.poll(query).toContain('search=stone+1')
    expect(await page.getByRole('row').count()).toBe(11)
    expect(await page.getByLabel('Search stones').evaluate((box) => box === document.activeElement)).toBe(true)

    await page.getByLabel('Search stones').fill('')
    await expect.poll(query).not.toContain('search')
    await page.getByRole('link', { name: 'Weight' }).click()
    await expect.poll(query).toContain('sort=weight')
    await page.getByRole('link', { name: 'Weight' }).click()
    await expect.poll(query).toContain('sort=-weight')
    expect(await page.getByRole('columnheader', { name: 'Weight' }).getAttribute('aria-sort')).toBe('descending')
    expect(await page.getByRole('row').nth(1).textContent()).toContain('Stone 44')

    await page.getByRole('link', { name: '5', exact: true }).click()
    await expect.poll(() => page.getByText('41 to 45 of 45').isVisible()).toBe(true)
    await page.goBack()
    await expect.poll(() => page.getByText('1 to 10 of 45').isVisible()).toBe(true)

    await page.getByLabel('Kind').selectOption('heavy')
    await expect.poll(query).toContain('kind=heavy')
    await expect.poll(() => page.getByText('1 to 10 of 19').isVisible()).toBe(true)

    expect(await page.getByText('Drawn 1', { exact: true }).isVisible()).toBe(true)
    expect(new Set(server.asked.slice(1))).toEqual(new Set(['stones,query']))
    expect(complaints).toEqual([])
  })

  test('says when nothing fits, and leads back to all of it', async () => {
    await open('/stones?search=marble')
    expect(await page.getByText('Nothing fits this search.').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(11)
  })

  test('follows a row wherever it is clicked, and moves the focus and the title to the next page', async () => {
    await open('/stones')
    await page.getByRole('cell', { name: '6 kg', exact: true }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Stone 03')
    await expect.poll(focused).toBe('Stone 03')
    await expect.poll(() => page.title()).toBe('Stone 03 · Quarry')
    await expect.poll(() => page.locator('body > [role=status]').textContent()).toBe('Stone 03 · Quarry')
    expect(complaints).toEqual([])
  })
})

/** What axe finds at an open box and its list. All else is hidden from assistive technology then. */
async function findBarriersOfBox(): Promise<unknown[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    window.axe.run({ include: ['[aria-expanded=true]', '[data-base-ui-portal]'] }),
  )
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

/** Lets a box take one text after another, with no pause in between. */
async function enterAtOnce(box: Locator, ...texts: readonly string[]): Promise<void> {
  await box.evaluate((input, entered) => {
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    for (const text of entered) {
      write?.call(input, text)
      input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
    }
  }, texts)
}

describe('a form', () => {
  test('says what is wrong before it is sent, and leads to the field', async () => {
    await open('/stones/new')
    await page.getByLabel('Weight').fill('heavy')
    await page.getByRole('button', { name: 'Save' }).click()

    await expect.poll(focused).toContain('Some entries need another look:')
    expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
      'Name: Fill this in.',
      'Weight: Fill this in.',
      'Quarry: Fill this in.',
    ])
    await page.getByRole('link', { name: 'Quarry:' }).click()
    expect(await page.getByLabel('Quarry').evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Weight').inputValue()).toBe('heavy')

    await page.getByLabel('Name').fill('A name that is much too long')
    expect(await page.getByRole('link', { name: 'Name:' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Name: Enter at most 20 characters.')
    expect(server.sent).toEqual([])
    expect(complaints).toEqual([])
  })

  test('is sent as its fields stand, and shows what the server refuses', async () => {
    await open('/stones/new')
    await page.getByLabel('Name').fill('Taken')
    await page.getByLabel('Weight').fill('1,012.5')
    await page.getByLabel('Price').fill('12.3')
    await page.getByLabel('Quarry').selectOption('South')
    await page.getByRole('combobox', { name: 'Supplier' }).fill('supplier 4')
    await page.getByRole('option', { name: 'Supplier 42' }).click()
    await page.getByLabel('Found on').fill('2026-03-02')
    await page.getByLabel('Polished').check()
    expect(await page.getByLabel('Price').inputValue()).toBe('12.30')
    await page.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Name: This name is taken.')
    await page.getByLabel('Name').fill('Free')
    await page.getByLabel('Found on').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByText('It was done.').isVisible()).toBe(true)

    const stone = {
      weight: 1012.5,
      price: 1230,
      quarry: 'south',
      supplier: 's42',
      mason: 'm3',
      polished: true,
      notes: '',
    }
    expect(server.sent).toEqual([
      { method: 'POST', path: '/stones', ...stone, name: 'Taken', foundOn: '2026-03-02' },
      { method: 'POST', path: '/stones', ...stone, name: 'Free', foundOn: null },
    ])
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await page.getByText('It was done.').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('finds a choice on the server while a person types, by keyboard alone', async () => {
    await open('/stones/new')
    const box = page.getByRole('combobox', { name: 'Mason' })
    expect(await box.inputValue()).toBe('Mason 3')
    expect(await box.getAttribute('aria-autocomplete')).toBe('list')

    await box.press('ArrowDown')
    await page.getByRole('option', { name: 'Mason 29' }).waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    expect(await page.getByRole('option', { name: 'Mason 3', exact: true }).getAttribute('aria-selected')).toBe('true')
    await enterAtOnce(box, 'm', 'maso', 'mason 1')
    await expect.poll(() => page.getByRole('option').count()).toBe(11)
    await expect.poll(() => box.getAttribute('aria-activedescendant')).not.toBeNull()
    const active = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).textContent()).toBe('Mason 1')
    await box.press('ArrowDown')
    await box.press('Enter')
    await expect.poll(() => box.inputValue()).toBe('Mason 10')
    await expect.poll(() => page.getByRole('listbox').count()).toBe(0)
    expect(server.searched).toEqual(['', 'mason 1'])

    await page.getByLabel('Name').fill('Found')
    await page.getByLabel('Weight').fill('1')
    await page.getByLabel('Quarry').selectOption('South')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => server.sent).toMatchObject([{ name: 'Found', mason: 'm10' }])
    expect(complaints).toEqual([])
  })

  test('says when no choice fits, and when the choices cannot be loaded, and keeps what was chosen', async () => {
    await open('/stones/new')
    const box = page.getByRole('combobox', { name: 'Mason' })
    await box.fill('nobody')
    await page.getByText('Nothing fits.').waitFor()
    await box.fill('broken')
    await page.getByText('The choices could not be loaded. Type again to try once more.').waitFor()
    expect(await page.getByText('Nothing fits.').count()).toBe(0)
    expect(await findBarriersOfBox()).toEqual([])
    await box.fill('mason')
    await page.getByRole('option', { name: 'Mason 29' }).waitFor()
    expect(await findBarriersOfBox()).toEqual([])
    await box.press('Tab')
    await expect.poll(() => box.inputValue()).toBe('Mason 3')
  })

  test('asks before entries are left behind', async () => {
    await open('/stones/new')
    const questions: string[] = []
    let answer = false
    page.on('dialog', (dialog) => {
      questions.push(dialog.message())
      return answer ? dialog.accept() : dialog.dismiss()
    })
    await page.getByRole('link', { name: 'Cancel' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
    await page.getByRole('link', { name: 'Add a stone' }).click()
    await page.getByLabel('Name').fill('Half')
    await page.getByRole('link', { name: 'Cancel' }).click()
    expect(page.url()).toBe(`${server.address}/stones/new`)
    answer = true
    await page.getByRole('link', { name: 'Cancel' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
    const question = 'You have changes that are not saved. Leave without them?'
    expect(questions).toEqual([question, question])
  })
})

describe('the shell', () => {
  test('keeps the look that was chosen, from the first paint on', async () => {
    await open('/stones', { colorScheme: 'light' })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    const dark = await background()
    expect(dark).not.toBe(light)

    await page.route('**/client.js', (route) => route.abort())
    await page.reload()
    expect(await background()).toBe(dark)
    await page.unroute('**/client.js')
    await page.reload()
    await waitForReact()
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    expect(await background()).toBe(light)
    expect(await page.context().cookies()).toEqual([])
  })

  test('gives a narrow window its menu in a drawer that keeps the focus', async () => {
    await open('/stones', { viewport: { width: 390, height: 800 } })
    expect(await page.getByRole('navigation', { name: 'Menu' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Menu' }).click()
    expect(await page.getByRole('link', { name: 'Stones' }).getAttribute('aria-current')).toBe('page')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Menu')

    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Fragile' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Fragile')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBe(0)
  })

  test('leads past the menu, into the account and out of it', async () => {
    await open('/stones')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await page.getByRole('button', { name: 'Ada Lovelace' }).click()
    expect(await page.getByText('ada@example.com').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByText('ada@example.com').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Ada Lovelace' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => server.sent).toEqual([{ method: 'POST', path: '/sign-out' }])
  })

  test('stays when a page fails, and when there is no page', async () => {
    await open('/stones/broken')
    await page.getByRole('button', { name: 'Break it' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('This page cannot be shown')
    await page.getByRole('link', { name: 'Stones' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Stones')
    await page.getByRole('link', { name: 'Nowhere' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('There is nothing here')
    expect(await page.getByText('ASH220').textContent()).toContain('req-1')
    await page.getByRole('link', { name: 'Go to the start' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
  })

  test('asks before something is deleted, beginning on the way out', async () => {
    await open('/stones/stone-7')
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete Stone 07?' })
    await dialog.waitFor()
    await expect.poll(focused).toBe('Cancel')
    await page.keyboard.press('Enter')
    await expect.poll(() => dialog.count()).toBe(0)
    expect(server.sent).toEqual([])
    await page.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => server.sent).toEqual([{ method: 'DELETE', path: '/stones/stone-7' }])
    expect(complaints).toEqual([])
  })
})

const paths = [
  '/stones',
  '/stones?search=marble',
  '/stones?search=Rind',
  '/stones/new',
  '/stones/stone-7',
  '/stones/stone-long',
  '/stones/sign-in',
  '/nowhere',
]

/** Whether something is wider than the window or than the frame it stands in. */
const findOverflow = () =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, section')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map(({ tagName }) => tagName),
  )

test.each([
  { look: 'light', options: { colorScheme: 'light' } },
  { look: 'dark', options: { colorScheme: 'dark' } },
  { look: 'narrow', options: { viewport: { width: 360, height: 780 } } },
] as const)('no page offends a person or the policy it is served with, in a $look window', async ({ options }) => {
  await open('/stones', options)
  for (const path of paths) {
    await visit(path)
    if (path.endsWith('new')) await page.getByRole('button', { name: 'Save' }).click()
    expect({ path, overflow: await findOverflow() }).toEqual({ path, overflow: [] })
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
    )
    expect({ path, found: violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]) }).toEqual({
      path,
      found: [],
    })
  }
  expect(complaints.filter((text) => !text.includes('status of 404'))).toEqual([])
})

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}
