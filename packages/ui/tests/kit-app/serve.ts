/** Serves the pages that show the kit, with a content security policy as strict as the framework's own. */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { RowHistory } from 'ashlar/contract'
import type { RenderablePage } from 'ashlar/runtime'
import texts from '../../src/locales/en.json' with { type: 'json' }
import type { BuiltKit } from './build.ts'
import { type Stone, StoneList } from './contract.ts'

export interface KitServer {
  readonly address: string
  /** The bodies of what was sent, in order. */
  readonly sent: readonly Readonly<Record<string, unknown>>[]
  /** The texts that masons were searched for, in order. */
  readonly searched: readonly string[]
  /** The props that each visit of the list asked for. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

const perPage = 10
const stones: readonly Stone[] = Array.from({ length: 45 }, (_, index) => ({
  id: `stone-${index}`,
  name: `Stone ${String(index).padStart(2, '0')}`,
  weight: index * 2,
  price: index * 125,
}))

/** Found by its name alone: its one word is wider than a narrow window. */
const longStone: Stone = {
  id: 'stone-long',
  name: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesstein',
  weight: 1,
  price: 100,
}

const history: RowHistory = [
  { id: '4', at: '2026-03-04T09:00:00.000Z', kind: 'delete', who: null, through: null, fields: [] },
  {
    id: '3',
    at: '2026-03-03T09:00:00.000Z',
    kind: 'update',
    who: 'Ada Lovelace',
    through: 'Grace Hopper',
    fields: [
      { field: 'weight', before: 4, after: 6, secret: false },
      { field: 'name', before: 'Pebble', after: longStone.name, secret: false },
      { field: 'note', before: null, after: 'chipped', secret: false },
      { field: 'safe', before: null, after: null, secret: true },
      { field: 'hidden', before: 'unseen', after: 'unseen too', secret: false },
    ],
  },
  {
    id: '2',
    at: '2026-03-02T09:00:00.000Z',
    kind: 'insert',
    who: 'Ada Lovelace',
    through: null,
    fields: [{ field: 'weight', before: null, after: 4, secret: false }],
  },
]

const masons = Array.from({ length: 30 }, (_, index) => ({ id: `m${index}`, name: `Mason ${index}` }))

const tenancy = {
  choices: ['North', 'South'].map((name) => ({ name, slug: name.toLowerCase(), suspended: false, address: null })),
  count: 2,
  paths: { choose: '/choose', switch: '/switch' },
}

const shared = {
  app: { name: 'Quarry', home: '/stones', timeZone: 'UTC' },
  user: { id: 'usr_1', name: 'Ada Lovelace', email: 'ada@example.com' },
  account: { signIn: '/stones/sign-in', signOut: '/sign-out', profile: '/stones' },
  tenancy: null,
  permissions: ['stones.edit'],
  menu: [
    { href: '/stones', label: 'Stones', icon: 'package', group: 'Yard' },
    { href: '/stones/broken', label: 'Fragile', icon: 'no-such-icon', group: 'Yard' },
    { href: '/nowhere', label: 'Nowhere', icon: null, group: null },
  ],
  locale: { language: 'en', dir: 'ltr', namespaces: { ui: texts } },
  errors: {},
}

export async function serveKit({ clientFolder, render }: BuiltKit): Promise<KitServer> {
  const sent: Record<string, unknown>[] = []
  const asked: string[] = []
  const searched: string[] = []
  let carried: { readonly flash?: object; readonly errors?: object } = {}
  let drawnAt = 0
  let tenant = 'north'
  let revised = { name: 'Slate', notes: 'Grey', mark: 'S', version: 1 }
  const style = readdirSync(clientFolder).find((file) => file.endsWith('.css'))

  function choosePage(url: URL): readonly [component: string, props: object, status?: number] {
    switch (url.pathname) {
      case '/stones': {
        drawnAt += 1
        return ['stones/Browse', { ...listStones(url), drawnAt }]
      }
      case '/stones/new':
        return ['stones/Form', {}]
      case '/stones/revised':
        return ['stones/Edit', { stone: revised, tenancy: { ...tenancy, current: { name: tenant, slug: tenant } } }]
      case '/stones/sign-in':
        return ['stones/SignIn', { user: null, menu: [], permissions: [] }]
      case '/stones/broken':
        return ['stones/Broken', {}]
    }
    const stone = [...stones, longStone].find(({ id }) => url.pathname === `/stones/${id}`)
    if (stone) return ['stones/Show', { stone, history: stone.weight === 0 ? [] : history }]
    return ['app/Error', { status: 404, code: 'ASH220', message: 'There is nothing here.', requestId: 'req-1' }, 404]
  }

  async function answerPage(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [component, props, status = 200] = choosePage(url)
    const page = {
      component,
      props: { ...shared, ...props, errors: carried.errors ?? {} } as Record<string, unknown>,
      url: `${url.pathname}${url.search}`,
      version: '1',
      flash: carried.flash ?? {},
    }
    carried = {}
    const only = request.headers['x-inertia-partial-data']
    if (component === 'stones/Browse') asked.push(String(only ?? 'all'))
    if (request.headers['x-inertia'] === undefined) {
      const nonce = randomBytes(16).toString('base64')
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'`,
      })
      response.end(await writeDocument(page, nonce, request.headers.cookie ?? ''))
      return
    }
    const named = String(only ?? '').split(',')
    const kept = Object.entries(page.props).filter(
      ([name]) => only === undefined || named.includes(name) || name === 'errors',
    )
    response.writeHead(status, { 'content-type': 'application/json', 'x-inertia': 'true', vary: 'X-Inertia' })
    response.end(JSON.stringify({ ...page, props: Object.fromEntries(kept) }))
  }

  async function writeDocument(page: RenderablePage, nonce: string, cookie: string): Promise<string> {
    const { head, html } = await render(page)
    const theme = /theme=(light|dark)/.exec(cookie)?.[1]
    const json = JSON.stringify(page).replace(/</g, '\\u003c')
    return (
      `<!doctype html><html lang="en" dir="ltr"${theme ? ` data-theme="${theme}"` : ''}><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1"><meta property="csp-nonce" nonce="${nonce}">` +
      `<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/${style}">` +
      `<script type="module" nonce="${nonce}" src="/assets/client.js"></script>${head.join('')}</head><body>` +
      `<script data-page="app" type="application/json">${json}</script><div data-server-rendered="true" id="app">${html}</div></body></html>`
    )
  }

  async function answerAction(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    sent.push({ method: request.method, path: url.pathname, tenant: request.headers['x-page-tenant'], ...body })
    if (request.method === 'PUT' && body.name === 'Elsewhere') {
      carried = { errors: { '': 'You work elsewhere by now.' } }
      response.writeHead(303, { location: '/stones/gone' })
      response.end()
      return
    }
    if (request.method === 'PUT') {
      const isStale = body.version !== revised.version
      carried = isStale ? { errors: { version: 'It has changed.' } } : {}
      const isNews = body.name !== revised.name || body.notes !== revised.notes
      if (!isStale && isNews) revised = { ...revised, ...body, version: revised.version + 1 }
      response.writeHead(303, { location: '/stones/revised' })
      response.end()
      return
    }
    if (url.pathname === '/stones/stone-8' || url.pathname === '/stones/stone-9') {
      carried = { errors: { '': 'It is built in.' } }
      response.writeHead(303, { location: url.pathname.endsWith('8') ? '/stones/stone-8' : '/stones/gone' })
      response.end()
      return
    }
    if (url.pathname === '/stones/revised') {
      revised = { ...revised, version: revised.version + 1 }
      response.writeHead(303, { location: '/stones/revised' })
      response.end()
      return
    }
    if (url.pathname === '/switch') {
      tenant = String(body.slug)
      response.writeHead(303, { location: '/stones/revised' })
      response.end()
      return
    }
    const isTaken = body.name === 'Taken'
    carried = isTaken
      ? { errors: { name: 'This name is taken.' } }
      : { flash: { kind: 'success', message: 'It was done.' } }
    response.writeHead(303, { location: isTaken ? '/stones/new' : '/stones' })
    response.end()
  }

  /** Searches fail for the word "broken". */
  function answerMasons(response: ServerResponse, url: URL): void {
    const search = url.searchParams.get('search') ?? ''
    searched.push(search)
    const found = masons.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
    response.writeHead(search === 'broken' ? 500 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname === '/stones/masons') return answerMasons(response, url)
    if (request.method !== 'GET') return answerAction(request, response, url)
    if (!url.pathname.startsWith('/assets/')) return answerPage(request, response, url)
    response.writeHead(200, { 'content-type': url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript' })
    response.end(readFileSync(join(clientFolder, url.pathname.slice('/assets/'.length))))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500)
      response.end(String(error))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}`, sent, asked, searched, close: () => closeServer(server) }
}

function listStones(url: URL) {
  const query = StoneList.parse(Object.fromEntries(url.searchParams))
  const { search, sort, page, kind } = query
  const found = (longStone.name.startsWith(search) && search !== '' ? [longStone] : stones)
    .filter(({ name, weight }) => name.toLowerCase().includes(search.toLowerCase()) && (kind === 'all' || weight > 50))
    .toSorted((one, two) => (sort.endsWith('name') ? one.name.localeCompare(two.name) : one.weight - two.weight))
  const ordered = sort.startsWith('-') ? found.toReversed() : found
  const items = ordered.slice((page - 1) * perPage, page * perPage)
  return { stones: { items, page, perPage, total: found.length }, query }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}
