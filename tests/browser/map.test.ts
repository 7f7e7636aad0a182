/** The map as a page, seen as a person sees it. */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject, type ModuleSketch, sketchWorkspace } from '../../packages/map/tests/project.ts'
import { shop } from '../../packages/map/tests/shop.ts'
import { launchBrowser } from './launch.ts'

const cli = resolve(import.meta.dirname, '../../packages/cli/bin/ashlar.js')

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

interface OpenedMap extends AsyncDisposable {
  readonly page: Page
  /** What the browser complained of, and what the page asked the network for. */
  readonly problems: readonly string[]
}

/** Draws the map of a project and opens it. */
async function openMap(
  files: Readonly<Record<string, string>>,
  options: BrowserContextOptions = {},
): Promise<OpenedMap> {
  const project = await createProject(files)
  const { stderr, status } = spawnSync(process.execPath, [cli, 'graph', '--html', '--out', 'map.html'], {
    cwd: project.folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const problems: string[] = []
  const address = pathToFileURL(join(project.folder, 'map.html')).href
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => problems.push(message.text()))
  page.on('dialog', (dialog) => {
    problems.push(dialog.message())
    dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) problems.push(request.url())
  })
  await page.goto(address)
  return {
    page,
    problems,
    async [Symbol.asyncDispose]() {
      await context.close()
      await project[Symbol.asyncDispose]()
    },
  }
}

async function listViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

test.each(['light', 'dark'] as const)('nobody is kept out of the page in %s colours', async (colorScheme) => {
  await using map = await openMap(shop, { colorScheme })
  expect(await listViolations(map.page)).toEqual([])
  await map.page.getByRole('link', { name: /^catalog, 1 breach/ }).click()
  await map.page.getByRole('heading', { name: 'catalog', level: 2 }).waitFor()
  expect(await listViolations(map.page)).toEqual([])
  await map.page.setViewportSize({ width: 390, height: 844 })
  expect(await listViolations(map.page)).toEqual([])
  expect(map.problems).toEqual([])
})

test('a search finds modules by what they declare, and opens the canvas of the first', async () => {
  await using map = await openMap(shop)
  const { page } = map
  const search = page.getByRole('searchbox', { name: 'Search modules' })
  await search.fill('catalog.edit')
  await expect.poll(() => page.getByRole('status').textContent()).toBe('1 of 3')
  expect(await page.locator('.node.near').evaluateAll((nodes) => nodes.map(({ dataset }) => dataset.name))).toContain(
    'catalog',
  )
  await search.fill('nowhere to be found')
  await expect.poll(() => page.getByRole('status').textContent()).toBe('0 of 3')
  await search.fill('/stock')
  await search.press('Enter')
  const canvas = page.getByRole('region', { name: 'stock', exact: true })
  await canvas.waitFor()
  expect(await canvas.getByText('ASH720').count()).toBe(1)
  expect(map.problems).toEqual([])
})

test('a canvas opens, leads on and closes by the keyboard alone', async () => {
  await using map = await openMap(shop)
  const { page } = map
  await page.getByRole('link', { name: 'orders', exact: true }).first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'orders', exact: true }).waitFor()
  const canvas = page.getByRole('region', { name: 'orders', exact: true })
  expect(await canvas.evaluate((element) => element === document.activeElement)).toBe(true)
  await canvas.getByRole('link', { name: 'stock' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'stock', exact: true }).waitFor()
  expect(await canvas.isVisible()).toBe(false)
  await page.keyboard.press('Escape')
  expect(await page.locator('.canvas:visible').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-name'))).toBe('stock')
})

test('each kind of line can be left out', async () => {
  await using map = await openMap(shop)
  const { page } = map
  const count = (kind: string) => page.locator(`.diagram .line.${kind}:visible`).count()
  expect([await count('needs'), await count('links'), await count('uses-service'), await count('breach')]).toEqual([
    3, 1, 1, 1,
  ])
  await page.getByRole('checkbox', { name: /^needs/ }).uncheck()
  await page.getByRole('checkbox', { name: /^breaches/ }).uncheck()
  expect([await count('needs'), await count('links'), await count('uses-service'), await count('breach')]).toEqual([
    0, 1, 1, 0,
  ])
})

test('without scripts a canvas still shows by its address', async () => {
  await using map = await openMap(shop, { javaScriptEnabled: false })
  const { page } = map
  await page.locator('.node[data-name=catalog]').click()
  await page.getByRole('heading', { name: 'catalog', level: 2 }).waitFor()
  expect(await page.getByRole('heading', { name: 'orders', level: 2 }).isVisible()).toBe(false)
})

const hostile = `'"></title></script></style><script>alert(1)</script><img src=x onerror=alert(2)>{{x}}`

test('a hostile project is shown word for word and runs nothing', async () => {
  const files = sketchWorkspace([
    {
      id: 'a',
      manifest: { description: hostile, author: `${hostile.replaceAll('<', '‹')}`, version: hostile },
      files: {
        'src/module.ts': `import { defineModule } from 'ashlar'
import { definePermissions, service } from 'ashlar/contract'
export default defineModule({
  id: ${JSON.stringify(hostile)},
  offers: { x: service(${JSON.stringify(hostile)}) },
  permissions: definePermissions('a', { [${JSON.stringify(hostile)}]: 'x', read: ${JSON.stringify(hostile)} }),
})
`,
      },
    },
  ])
  await using map = await openMap(files)
  const { page } = map
  await page.locator('.node.module').click()
  await page.getByRole('heading', { name: hostile, level: 2 }).waitFor()
  expect(await page.locator('.canvas:visible').textContent()).toContain(hostile)
  await page.getByRole('searchbox').fill('onerror')
  await expect.poll(() => page.getByRole('status').textContent()).toBe('1 of 1')
  expect(await page.locator('script').count()).toBe(1)
  expect(await page.locator('img').count()).toBe(0)
  expect(map.problems).toEqual([])
})

test('a hundred modules stand apart, in the order of their needs, and can be read', async () => {
  await using map = await openMap(sketchWorkspace(sketchHundred()))
  const { page } = map
  const nodes = await page.locator('.node').evaluateAll((elements) =>
    elements.map((element) => {
      const { left, right, top, bottom } = element.querySelector('rect')?.getBoundingClientRect() ?? new DOMRect()
      const label = element.querySelector('.name')?.getBoundingClientRect() ?? new DOMRect()
      return {
        name: (element as HTMLElement).dataset.name,
        left,
        right,
        top,
        bottom,
        label: label.right,
        size: label.height,
      }
    }),
  )
  expect(nodes).toHaveLength(100)
  const overlapping = nodes.flatMap((one, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map((other) => `${one.name} and ${other.name}`),
  )
  expect(overlapping).toEqual([])
  expect(nodes.filter(({ label, right }) => label > right)).toEqual([])
  const smallestLabel = Math.min(...nodes.map(({ size }) => size))
  expect(smallestLabel).toBeGreaterThan(9)
  const leftOf = new Map(nodes.map(({ name, left }) => [name, left]))
  const needs = await page
    .locator('.diagram .line.needs')
    .evaluateAll((elements) => elements.map(({ dataset }) => [dataset.from, dataset.to] as const))
  expect(needs.filter(([from, to]) => (leftOf.get(from) ?? 0) >= (leftOf.get(to) ?? 0))).toEqual([])
  expect(await listViolations(page)).toEqual([])
})

/** Ten families of ten: each part needs the core of its family, and each core that of another family. */
function sketchHundred(): ModuleSketch[] {
  const families = ['users', 'billing', 'stock', 'crm', 'shop', 'fleet', 'site', 'report', 'event', 'study']
  return families.flatMap((family, row) => [
    { id: family, needs: row === 0 ? [] : families.slice(Math.floor(row / 2), Math.floor(row / 2) + 1) },
    ...Array.from(
      { length: 9 },
      (_, part): ModuleSketch => ({
        id: `${family}-part-${part}`,
        needs: [family, ...(part % 3 === 2 ? [`${family}-part-${part - 1}`] : [])],
      }),
    ),
  ])
}
