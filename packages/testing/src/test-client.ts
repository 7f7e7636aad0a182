/** Sends requests to an app as a browser would: with its cookies, as pages or as JSON. */
import type { App } from 'ashlar/runtime'

/** A page as the browser's router receives it. */
export interface TestPage {
  readonly component: string
  readonly props: Record<string, unknown> & { readonly errors: Record<string, string> }
  readonly url: string
  readonly flash?: { readonly kind: string; readonly message: string }
  readonly [metadata: string]: unknown
}

export interface TestResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** The body as JSON. */
  readonly json: <Body = unknown>() => Body
  /** The body as a page; raises when it is none. */
  readonly page: () => TestPage
  /** Where a redirect leads, or `undefined`. */
  readonly location: string | undefined
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Headers = Readonly<Record<string, string>>

export interface TestClient {
  /** Visits a page as the browser's router does. */
  readonly visit: (path: string, headers?: Headers) => Promise<TestResponse>
  /** Sends a form as the browser's router does; one with files is a `FormData`. */
  readonly submit: (
    method: Exclude<Method, 'GET'>,
    path: string,
    body?: unknown,
    headers?: Headers,
  ) => Promise<TestResponse>
  /** Sends a form and visits the page it leads to. */
  readonly submitAndFollow: (method: Exclude<Method, 'GET'>, path: string, body?: unknown) => Promise<TestResponse>
  /** Opens an address as a first visit: the answer is a document. */
  readonly open: (path: string, headers?: Headers) => Promise<TestResponse>
  /** Sends JSON and expects JSON, as a program does. */
  readonly call: (method: Method, path: string, body?: unknown, headers?: Headers) => Promise<TestResponse>
  readonly cookies: Map<string, string>
}

const html = 'text/html, application/xhtml+xml'

/** A client with a cookie jar of its own. */
export function createTestClient(app: App, cookies = new Map<string, string>()): TestClient {
  async function send(method: Method, path: string, headers: Headers, body?: unknown): Promise<TestResponse> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = await writeBody(body)
    const response = await app.http.fastify.inject({
      method,
      url: path,
      headers: {
        host: 'localhost',
        ...(method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin' }),
        ...(cookie === '' ? {} : { cookie }),
        ...(sent && { 'content-type': sent.type }),
        ...headers,
      },
      ...(sent && { payload: sent.payload }),
    })
    keepCookies(cookies, response.headers['set-cookie'])
    const { statusCode: status, body: text } = response
    return {
      status,
      headers: response.headers,
      text,
      json: <Body>() => JSON.parse(text) as Body,
      page: () => readPage(text, status),
      location: response.headers.location ?? (response.headers['x-inertia-location'] as string | undefined),
    }
  }

  const client: TestClient = {
    cookies,
    visit: (path, headers = {}) =>
      send('GET', path, { accept: html, 'x-inertia': 'true', 'x-inertia-version': 'test', ...headers }),
    submit: (method, path, body, headers = {}) =>
      send(method, path, { accept: html, 'x-inertia': 'true', 'x-inertia-version': 'test', ...headers }, body),
    async submitAndFollow(method, path, body) {
      const answer = await client.submit(method, path, body, { referer: `http://localhost${path}` })
      if (answer.location === undefined) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
      return client.visit(answer.location)
    },
    open: (path, headers = {}) => send('GET', path, { accept: html, ...headers }),
    call: (method, path, body, headers = {}) => send(method, path, { accept: 'application/json', ...headers }, body),
  }
  return client
}

/** A form with files goes as a browser sends it, a text as it is, all else as JSON. */
async function writeBody(
  body: unknown,
): Promise<{ readonly type: string; readonly payload: string | Buffer } | undefined> {
  if (body === undefined) return undefined
  if (body instanceof FormData) {
    const form = new Response(body)
    return { type: form.headers.get('content-type') ?? '', payload: Buffer.from(await form.arrayBuffer()) }
  }
  return { type: 'application/json', payload: typeof body === 'string' ? body : JSON.stringify(body) }
}

function keepCookies(cookies: Map<string, string>, header: string | string[] | undefined): void {
  for (const line of [header ?? []].flat()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0(;|$)/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
}

function readPage(text: string, status: number): TestPage {
  const script = /<script data-page="app" type="application\/json">(.*?)<\/script>/s.exec(text)?.[1]
  try {
    return JSON.parse(script ?? text) as TestPage
  } catch {
    throw new Error(`The answer (${status}) is no page: ${text.slice(0, 300)}`)
  }
}
