/** A server with a few pages, by the page protocol alone: what a test of the client visits. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { definePages, page } from '../../contract/pages.ts'
import type { InertiaAnswer } from '../answer.ts'
import { refuseStaleAssets } from '../asset-version.ts'
import { always, defer, once as keepOnce, merge, optional, rawJson, scroll } from '../index.ts'
import { redirectAnswer } from '../redirect.ts'
import { renderPage } from '../render-page.ts'
import { type CarriedState, type ResolvePageInput, resolvePage } from '../resolve-page.ts'

const Row = z.object({ id: z.int(), name: z.string() })
const Feed = z.object({ items: z.array(Row), page: z.int(), perPage: z.int(), total: z.int() })
const {
  Feed: feedPage,
  Form,
  Stats,
  Missing,
} = definePages('shop', {
  Feed: page({ feed: Feed, log: z.array(z.string()), countries: z.array(z.string()) }),
  Form: page({ saved: z.int(), countries: z.array(z.string()) }),
  Stats: page({
    title: z.string(),
    sales: z.object({ total: z.int(), byDay: z.array(z.int()).optional() }),
    report: z.string().optional(),
    rare: z.string().optional(),
  }),
  Missing: page({ status: z.int() }),
})

type PageReply = Omit<ResolvePageInput, 'request' | 'version'>

export interface Shop {
  readonly origin: string
  /** What the server did, in order. */
  readonly ran: string[]
  /** What the session holds for the next page. */
  carried: CarriedState | undefined
  version: string
  reportFails: boolean
  readonly close: () => Promise<unknown>
}

/** Opens the shop on a port of its own. */
export async function openShop(): Promise<Shop> {
  const server = createServer((request, response) => {
    handle(shop, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const shop: Shop = {
    origin: `http://127.0.0.1:${port}`,
    ran: [],
    carried: undefined,
    version: 'v1',
    reportFails: false,
    close: () => closeServer(server),
  }
  return shop
}

async function handle(shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  const { status, headers, body } = await answer(shop, request)
  response.writeHead(status, headers).end(body)
}

async function answer(shop: Shop, incoming: IncomingMessage): Promise<InertiaAnswer> {
  const request = { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers: incoming.headers }
  const stale = refuseStaleAssets(request, shop.version)
  if (stale) return stale
  const reply = route(shop, request.method, new URL(request.url, shop.origin))
  if (typeof reply === 'string') return redirectAnswer(request, reply, { external: reply.startsWith('https:') })
  const resolved = await resolvePage({
    ...reply,
    request,
    version: shop.version,
    shared: { menu: rawJson('["a/b"]'), clock: always(() => 'noon') },
    ...(shop.carried && { carried: shop.carried }),
    validate: true,
  })
  if (resolved.tookCarried) shop.carried = undefined
  return renderPage(resolved, { template: ({ body }) => `<!doctype html><body>${body}</body>` })
}

/** The page or the redirect behind an address. */
function route(shop: Shop, method: string, { pathname, searchParams }: URL): PageReply | string {
  switch (`${method} ${pathname}`) {
    case 'GET /feed':
      return feed(shop, Number(searchParams.get('page') ?? 1))
    case 'GET /stats':
      return stats(shop)
    case 'GET /form':
      return { page: Form, props: { saved: 0, countries: countries(shop) } }
    case 'POST /form/good':
      shop.carried = { flash: { message: 'Saved' } }
      return '/stats'
    case 'PUT /form/bad':
      shop.carried = { errors: { name: ['Too short', 'Not unique'] } }
      return '/form'
    case 'POST /form/below':
      return '/feed#end'
    case 'POST /pay':
      return 'https://pay.example/checkout'
    case 'GET /moved':
      shop.carried = { preserveFragment: true }
      return '/stats'
    default:
      return { page: Missing, props: { status: 404 }, status: 404 }
  }
}

function feed(shop: Shop, number: number): PageReply {
  const items = [1, 2].map((index) => ({ id: number * 10 + index, name: `row ${number}.${index}` }))
  return {
    page: feedPage,
    props: {
      feed: scroll(() => ({ items, page: number, perPage: 2, total: 6 }), { matchOn: 'id' }),
      log: merge(() => {
        shop.ran.push('log')
        return [`line ${shop.ran.length}`]
      }),
      countries: countries(shop),
    },
  }
}

function countries(shop: Shop) {
  return keepOnce(
    () => {
      shop.ran.push('countries')
      return ['NL', 'CZ']
    },
    { key: 'countries' },
  )
}

function stats(shop: Shop): PageReply {
  return {
    page: Stats,
    props: {
      title: 'Stats',
      sales: { total: () => 5, byDay: defer(async () => [2, 3]) },
      report: defer(
        () => {
          shop.ran.push('report')
          if (shop.reportFails) throw new Error('the report server is down')
          return 'all well'
        },
        { group: 'reports', rescue: true },
      ),
      rare: optional(() => 'rare'),
    },
  }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
