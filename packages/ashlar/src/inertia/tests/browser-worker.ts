/**
 * A browser as far as the client's router needs one, in a thread of its own: the router decides once, when it is loaded,
 * whether it runs in a browser, and other tests of the same process load it as a server.
 *
 * The router, its queue, its merging of props and its history are the real ones; documents and requests go to a real
 * server. Only rendering is left out: what would be drawn is noted.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { PageObject } from '../page-object.ts'
import type { BrowserCommand, BrowserReport } from './browser.ts'

// The client's own types do not resolve under nodenext: its declarations import each other without endings.
interface ClientRequest {
  readonly method: string
  readonly url: string
  readonly data?: unknown
  readonly headers?: Readonly<Record<string, unknown>>
}
interface ClientSwap {
  readonly component: unknown
  readonly page: PageObject
}

const port = parentPort as MessagePort
const { start } = workerData as { readonly start: string }

const address = new URL(start)
const loads: string[] = []
const entries: unknown[] = [null]
const storage = new Map<string, string>()

const location = {
  get href() {
    return address.href
  },
  set href(next: string) {
    loads.push(new URL(next, address).href)
  },
  get origin() {
    return address.origin
  },
  get pathname() {
    return address.pathname
  },
  get search() {
    return address.search
  },
  get hash() {
    return address.hash
  },
  reload: () => loads.push(address.href),
  toString: () => address.href,
}

const history = {
  get state() {
    return entries.at(-1)
  },
  pushState(state: unknown, _title: string, url: string) {
    entries.push(state)
    address.href = new URL(url, address).href
  },
  replaceState(state: unknown, _title: string, url?: string) {
    entries[entries.length - 1] = state
    if (url !== undefined) address.href = new URL(url, address).href
  },
}

const html = await (await fetch(start)).text()
const pageData = /<script data-page="app" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''

const windowStandIn = Object.assign(new EventTarget(), {
  location,
  history,
  navigator: { userAgent: 'test' },
  sessionStorage: {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
    removeItem: (key: string) => storage.delete(key),
    clear: () => storage.clear(),
  },
  crypto,
  requestAnimationFrame: (run: () => void) => setTimeout(run, 0),
  setTimeout,
  scrollTo: () => {},
  scrollX: 0,
  scrollY: 0,
})
const documentStandIn = Object.assign(new EventTarget(), {
  querySelector: (selector: string) => (selector.includes('data-page="app"') ? { textContent: pageData } : null),
  querySelectorAll: () => [],
  getElementById: () => null,
  visibilityState: 'visible',
})
Object.assign(globalThis, { window: windowStandIn, document: documentStandIn })

const { getInitialPageFromDOM, http, HttpResponseError, router } = await import('@inertiajs/core')

let inFlight = 0
const sent: BrowserReport['sent'][number][] = []

/** Sends what the router asks for, and follows redirects as a browser does for a script. */
http.setClient({
  async request({ method, url, data, headers }: ClientRequest) {
    inFlight += 1
    const sentHeaders = Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    sent.push({ method, url, headers: sentHeaders })
    try {
      const hasBody = data !== null && data !== undefined
      const response = await fetch(url, {
        method: method.toUpperCase(),
        headers: { ...sentHeaders, ...(hasBody && { 'content-type': 'application/json' }) },
        ...(hasBody && { body: JSON.stringify(data) }),
      })
      const result = {
        status: response.status,
        data: await response.text(),
        headers: Object.fromEntries(response.headers),
      }
      if (response.status >= 400) throw new HttpResponseError('The request failed', result, url)
      return result
    } finally {
      inFlight -= 1
    }
  },
})

let shown: PageObject | undefined
const swaps: BrowserReport['swaps'][number][] = []
const events: BrowserReport['events'][number][] = []

for (const name of ['flash', 'error', 'httpException', 'location'] as const) {
  document.addEventListener(`inertia:${name}`, (event) => {
    const { detail } = event as CustomEvent<Record<string, unknown>>
    events.push({ name, detail: JSON.parse(JSON.stringify({ ...detail, page: undefined, visitId: undefined })) })
  })
}

router.init({
  initialPage: getInitialPageFromDOM('app'),
  resolveComponent: (name: string) => name,
  swapComponent: async ({ component, page }: ClientSwap) => {
    shown = page
    swaps.push({ component: String(component), props: structuredClone(page.props) })
  },
})

const run: Record<BrowserCommand['name'], (url: string, options: BrowserCommand['options']) => unknown> = {
  visit: (url, options) => router.visit(url, options),
  reload: (_url, options) => router.reload(options),
  prefetch: (url, options) => router.prefetch(url, options, { cacheFor: '1m' }),
  rest: () => undefined,
}

/** Waits until no request is under way and the router's own queues have come to rest. */
async function rest(): Promise<void> {
  for (let quietTurns = 0; quietTurns < 5; quietTurns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (inFlight > 0) quietTurns = 0
  }
}

port.on('message', async ({ name, url, options }: BrowserCommand) => {
  run[name](url === '' ? url : new URL(url, address).href, options)
  await rest()
  const report: BrowserReport = {
    page: JSON.parse(JSON.stringify(shown)),
    address: address.pathname + address.search + address.hash,
    swaps: JSON.parse(JSON.stringify(swaps.splice(0))),
    sent: sent.splice(0),
    events: events.splice(0),
    loads: loads.splice(0),
  }
  port.postMessage(report)
})
port.postMessage('ready')
