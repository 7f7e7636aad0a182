/** How answers travel, whatever they hold: compressed where that pays, and by https where the app says so. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, defineRoutes, get } from 'ashlar/contract'
import { type App, bootApp, describeModule } from 'ashlar/runtime'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const answers = z.object({ text: z.string() })
const routes = defineRoutes('probe', {
  long: get('/long', { can: anyone, response: answers }),
  short: get('/short', { can: anyone, response: answers }),
})
const long = 'stone upon stone '.repeat(500)

const definition = defineModule({
  id: 'probe',
  routes,
  start: async (): Promise<unknown> => ({
    default: behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
      routes: { long: () => ({ text: long }), short: () => ({ text: 'stone' }) },
    })),
  }),
})

let database: TestDatabase
let app: App
let address: string

beforeAll(async () => {
  database = await createTestDatabase()
  app = await bootApp({
    name: 'Probe',
    config: {},
    modules: [
      {
        manifest: describeModule({ packageName: 'probe', version: '1.0.0' }, definition),
        load: async () => definition,
        migrationsFolder: '',
        localesFolder: '',
      },
    ],
    database: { appUrl: database.url, ownerUrl: database.url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    origin: 'https://shop.example',
    production: false,
  })
  address = await app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app?.close()
  await database?.drop()
})

test.each(['br', 'gzip'])('a long answer is compressed as its reader can take it: %s', async (encoding) => {
  const answer = await fetch(`${address}${routes.long()}`, { headers: { 'accept-encoding': encoding } })
  expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([encoding, 'accept-encoding'])
  expect(await answer.json()).toEqual({ text: long })
})

test('a short answer, and one for a reader who takes nothing else, goes as it is', async () => {
  const short = await fetch(`${address}${routes.short()}`, { headers: { 'accept-encoding': 'br' } })
  expect(short.headers.get('content-encoding')).toBeNull()
  const plain = await fetch(`${address}${routes.long()}`, { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.json()).toEqual({ text: long })
})

test('an app on https has browsers insist on it, in every answer', async () => {
  for (const path of [routes.short(), '/nowhere', '/up']) {
    const answer = await fetch(`${address}${path}`)
    expect(answer.headers.get('strict-transport-security'), path).toBe('max-age=63072000; includeSubDomains')
  }
})

test('only its own origin may change anything', async () => {
  const send = (origin: string) => fetch(`${address}/probe/gone`, { method: 'POST', headers: { origin } })
  expect((await send('http://127.0.0.1')).status).toBe(403)
  expect((await send('https://shop.example')).status).toBe(404)
})

test.each([
  ['a method that nobody knows', 'FOO / HTTP/1.1\r\nhost: shop\r\n\r\n', 400, 'ASH229'],
  ['bytes that are no HTTP', '\x16\x03\x01', 400, 'ASH229'],
  ['headers without end', `GET / HTTP/1.1\r\nhost: shop\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'ASH242'],
])('%s is answered with a code, and the connection ends', async (_, bytes, status, code) => {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code })
})
