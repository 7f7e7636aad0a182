/** A client that waits for each answer, with keep-alive connections and nothing tried again behind its caller's back. */
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  /** How long it took, in milliseconds. */
  readonly ms: number
}

export interface SendOptions {
  readonly method?: 'GET' | 'POST'
  /** Sent as JSON, or as a form with files. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** @default 35000, longer than a server takes to refuse */
  readonly timeoutMs?: number
}

export interface HttpClient extends AsyncDisposable {
  /** Sends one request. Raises when no whole answer comes. */
  send(url: string, options?: SendOptions): Promise<Answer>
}

/** @param connections how many it keeps open at most. */
export function createHttpClient(connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: async (url, options = {}) => send(agent, url, await encode(options.body), options),
    async [Symbol.asyncDispose]() {
      agent.destroy()
    },
  }
}

interface Payload {
  readonly type: string
  readonly bytes: Buffer
}

async function encode(body: unknown): Promise<Payload | undefined> {
  if (body === undefined) return undefined
  if (!(body instanceof FormData)) return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
  const form = new Response(body)
  return { type: form.headers.get('content-type') ?? '', bytes: Buffer.from(await form.arrayBuffer()) }
}

function send(agent: Agent, url: string, payload: Payload | undefined, options: SendOptions): Promise<Answer> {
  const { method = payload === undefined ? 'GET' : 'POST', headers = {}, timeoutMs = 35_000 } = options
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent,
      method,
      headers: {
        accept: 'application/json',
        ...(payload === undefined ? {} : { 'content-type': payload.type, 'content-length': payload.bytes.length }),
        ...headers,
      },
      signal: AbortSignal.timeout(timeoutMs),
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('aborted', () => reject(new Error('The answer broke off.')))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          ms: performance.now() - startedAt,
        }),
      )
    })
    sent.end(payload?.bytes)
  })
}
