/** The kit as a person meets it: in a browser, rendered by a server, under a strict content security policy. */
import { rm } from 'node:fs/promises'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { buildKit } from './kit-app/build.ts'
import { type KitServer, serveKit } from './kit-app/serve.ts'

/** A person's visit, in a window and on a server of its own. */
export interface Visit {
  readonly page: Page
  readonly server: KitServer
  /** What the browser complained of: errors, refused styles and scripts, markup that differs from the server's. */
  readonly complaints: readonly string[]
  /** Opens a page and waits until the browser has taken it over from the server. */
  readonly goTo: (path: string) => Promise<void>
  /** Waits until the browser has taken the page over from the server. */
  readonly waitForReact: () => Promise<void>
  /** The text of what has the focus. */
  readonly focused: () => Promise<string>
  /** The query of the page's address. */
  readonly query: () => string
}

export interface OpenKit {
  readonly visit: (path: string, options?: BrowserContextOptions) => Promise<Visit>
  /** Ends all visits. */
  readonly leave: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Builds the pages of the kit and starts a browser to see them in. */
export async function openKit(): Promise<OpenKit> {
  const kit = await buildKit()
  const browser = await launchBrowser()
  const endings: (() => Promise<void>)[] = []
  return {
    visit: async (path, options) => {
      const server = await serveKit(kit)
      endings.push(server.close)
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en', ...options })
      endings.push(() => context.close())
      context.setDefaultTimeout(60_000)
      const visit = watch(await context.newPage(), server)
      await visit.goTo(path)
      return visit
    },
    leave: async () => {
      for (const end of endings.splice(0).toReversed()) await end()
    },
    close: async () => {
      await browser.close()
      await rm(kit.folder, { recursive: true, force: true })
    },
  }
}

/** Starts Chromium: the one that was brought for the tests, or Debian's. */
function launchBrowser(): Promise<Browser> {
  const libraries = process.env.CHROMIUM_LIBRARIES
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } } : {}),
  })
}

function watch(page: Page, server: KitServer): Visit {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  const waitForReact = async () => {
    await page.waitForFunction(() =>
      Object.keys(document.querySelector('h1') ?? {}).some((name) => name.startsWith('__reactFiber')),
    )
  }
  return {
    page,
    server,
    complaints,
    goTo: async (path) => {
      await page.goto(`${server.address}${path}`)
      await waitForReact()
    },
    waitForReact,
    focused: () => page.evaluate(() => document.activeElement?.textContent ?? ''),
    query: () => new URL(page.url()).search,
  }
}
