/** What comes in from outside is answered clearly, whatever it is, and nothing is lost or half done. */

import { createTestClient, type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, definePages, definePermissions, defineRoutes, get, page, post, signedIn } from 'ashlar/contract'
import { noContent } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { describeModule } from 'ashlar/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const can = definePermissions('probe', { use: 'Use the probe' })

const routes = defineRoutes('probe', {
  echo: post('/echo', {
    can: anyone,
    body: z.object({ title: z.string().min(1), nested: z.array(z.object({ amount: z.int() })).default([]) }),
    response: z.object({ title: z.string() }),
    bodyLimitBytes: 2000,
    summary: 'Say it again',
  }),
  throws: get('/throws', { can: anyone }),
  hangs: get('/hangs', { can: anyone, timeoutMs: 100 }),
  nothing: get('/nothing', { can: anyone }),
  leaks: get('/leaks', { can: anyone, response: z.object({ name: z.string() }) }),
  breaks: get('/breaks', { can: anyone, response: z.object({ name: z.string() }) }),
  late: get('/late', { can: anyone }),
  page: get('/page', { can: anyone }),
  own: get('/own', { can: signedIn }),
  guarded: post('/guarded', { can: can.use }),
})
const pages = definePages('probe', { Page: page({ name: z.string() }) })

const lateErrors: unknown[] = []

const definition = defineModule({
  id: 'probe',
  permissions: can,
  routes,
  pages,
  start: async (): Promise<unknown> => ({ default: start }),
})

const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
  routes: {
    echo: ({ body }) => ({ title: body.title }),
    throws: () => {
      throw new Error('a secret detail of the inside')
    },
    hangs: () => new Promise(() => undefined),
    nothing: (() => undefined) as never,
    leaks: () => ({ name: 'Ada', passwordHash: 'hidden' }),
    breaks: (() => ({ name: 7 })) as never,
    late({ request }) {
      setTimeout(() => {
        try {
          request.setCookie('late=1')
        } catch (error) {
          lateErrors.push(error)
        }
      }, 20)
      return noContent()
    },
    page: () => render(pages.Page, { name: 'Ada', passwordHash: 'hidden' } as { name: string }),
    own: () => noContent(),
    guarded: () => noContent(),
  },
}))

let app: TestApp
beforeAll(async () => {
  app = await testModules([
    {
      manifest: describeModule({ packageName: 'probe', version: '1.0.0' }, definition),
      load: async () => definition,
      migrationsFolder: '',
      localesFolder: '',
    },
  ])
})
afterAll(() => app?.close())

const json = { accept: 'application/json', 'content-type': 'application/json' }

test.each([
  ['malformed JSON', '{"title":', json, 400, 'ASH226'],
  ['an empty body', '', json, 400, 'ASH226'],
  ['a wrong content type', '<x/>', { ...json, 'content-type': 'text/xml' }, 415, 'ASH227'],
  ['a content type with a tab', '{}', { ...json, 'content-type': 'application/json\t; x' }, 422, 'ASH225'],
  ['a field that breaks its schema', '{"title":""}', json, 422, 'ASH225'],
  ['an unknown field', '{"title":"x","titel":"y"}', json, 422, 'ASH225'],
  ['an unknown field inside a list', '{"title":"x","nested":[{"amount":1,"amuont":2}]}', json, 422, 'ASH225'],
  ['a body over the limit of its route', JSON.stringify({ title: 'x'.repeat(3000) }), json, 413, 'ASH228'],
  ['a prototype in the body', '{"title":"x","__proto__":{"admin":true}}', json, 400, 'ASH226'],
] as const)('%s is refused with a code', async (_name, body, headers, status, code) => {
  const answer = await app.visitor().call('POST', routes.echo(), body, headers)
  expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code])
  expect(answer.headers['content-type']).toContain('application/problem+json')
})

test('a body of a wrong type is told with its type', async () => {
  const typed = await app.visitor().call('POST', routes.echo(), '<x/>', { ...json, 'content-type': 'text/xml' })
  expect(typed.json()).toMatchObject({ detail: expect.stringContaining('A body of type "text/xml"') })
  const untyped = await app.app.http.fastify.inject({ method: 'POST', url: routes.echo(), payload: Buffer.from('x') })
  expect(untyped.json()).toMatchObject({ code: 'ASH227', detail: expect.stringContaining('A body without a type') })
})

test('a handler that throws says nothing of the inside, neither as JSON nor as a page', async () => {
  const program = await app.visitor().call('GET', routes.throws())
  const person = await app.visitor().open(routes.throws())
  expect([program.status, person.status]).toEqual([500, 500])
  expect(person.page().component).toBe('app/Error')
  for (const { text } of [program, person]) {
    expect(text).not.toContain('secret detail')
    expect(text).toContain('ASH239')
  }
})

test('a handler that hangs, answers nothing or answers what it did not declare is told apart', async () => {
  const codeOf = async (path: string) =>
    (await app.visitor().call('GET', path)).json<{ code: string; status: number }>()
  expect(await codeOf(routes.hangs())).toMatchObject({ status: 503, code: 'ASH230' })
  expect(await codeOf(routes.nothing())).toMatchObject({ status: 500, code: 'ASH231' })
  expect(await codeOf(routes.breaks())).toMatchObject({ status: 500, code: 'ASH233' })
})

test('a handler that goes on after its answer cannot change it', async () => {
  const answer = await app.visitor().call('GET', routes.late())
  expect([answer.status, answer.headers['set-cookie']]).toEqual([204, undefined])
  await expect.poll(() => lateErrors.length).toBe(1)
  expect(lateErrors[0]).toMatchObject({ code: 'ASH232' })
})

test('what a contract does not declare never leaves the app', async () => {
  expect((await app.visitor().call('GET', routes.leaks())).json()).toEqual({ name: 'Ada' })
})

test('a request of another site changes nothing', async () => {
  const send = (headers: Record<string, string>) => app.visitor().call('POST', routes.echo(), { title: 'x' }, headers)
  expect((await send({ 'sec-fetch-site': 'cross-site' })).json()).toMatchObject({ status: 403, code: 'ASH224' })
  expect((await send({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

test('unknown addresses and methods are told, and HEAD is answered like GET', async () => {
  const visitor = app.visitor()
  expect((await visitor.call('GET', '/nowhere')).json()).toMatchObject({ status: 404, code: 'ASH220' })
  const wrong = await visitor.call('DELETE', routes.echo())
  expect([wrong.status, wrong.headers.allow]).toEqual([405, 'POST'])
  const unusual = await app.app.http.fastify.inject({ method: 'TRACE' as 'GET', url: routes.echo() })
  expect([unusual.statusCode, unusual.headers.allow]).toEqual([405, 'POST'])
  const undecodable = await app.app.http.fastify.inject({ method: 'GET', url: '/probe/%zz' })
  expect([undecodable.statusCode, undecodable.json()]).toMatchObject([400, { code: 'ASH229' }])
  expect(undecodable.headers['x-content-type-options']).toBe('nosniff')
  const head = await app.app.http.fastify.inject({ method: 'HEAD', url: '/up' })
  expect([head.statusCode, head.body]).toEqual([200, ''])
})

test('a browser of another build loads the page anew', async () => {
  const stale = await app.visitor().visit(routes.page(), { 'x-inertia-version': 'old' })
  expect([stale.status, stale.headers['x-inertia-location'], stale.headers['x-inertia']]).toEqual([
    409,
    routes.page(),
    undefined,
  ])
})

test('access is closed by default: a visitor, a user without the permission, a user with it', async () => {
  expect((await app.visitor().call('POST', routes.guarded(), {})).json()).toMatchObject({ status: 401, code: 'ASH222' })
  expect((await app.as([]).call('POST', routes.guarded(), {})).json()).toMatchObject({ status: 403, code: 'ASH223' })
  expect((await app.as([can.use]).call('POST', routes.guarded(), {})).status).toBe(204)
  expect((await app.as([]).call('GET', routes.own())).status).toBe(204)
  const forged = createTestClient(
    app.app,
    new Map([
      ['ashlar_flash', 'forged'],
      ['session', 'forged'],
    ]),
  )
  expect((await forged.open(routes.own())).location).toContain('/sign-in')
})

test('every answer carries the headers that protect people', async () => {
  const answer = await app.visitor().open(routes.leaks())
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
  })
  const [first, second] = await Promise.all([app.visitor().open('/nowhere'), app.visitor().open('/nowhere')])
  const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1]
  const nonces = [first, second].map(({ headers }) => nonceOf(headers['content-security-policy']))
  expect(nonces[0]).not.toBe(nonces[1])
  expect(nonces[0]).toMatch(/^[\w+/=]{20,}$/)
})

test('the OpenAPI document tells the API routes and what they take', async () => {
  const document = (await app.visitor().call('GET', '/openapi.json')).json<{
    openapi: string
    paths: Record<string, Record<string, { operationId: string }>>
  }>()
  expect(document.openapi).toBe('3.1.1')
  expect(Object.keys(document.paths)).toEqual(['/probe/echo', '/probe/leaks', '/probe/breaks'])
  expect(document.paths['/probe/echo']?.post).toMatchObject({ operationId: 'probe.echo', summary: 'Say it again' })
})

test('the probes tell whether the app lives and whether it can serve', async () => {
  expect((await app.visitor().call('GET', '/up')).json()).toEqual({ status: 'up' })
  expect((await app.visitor().call('GET', '/up/ready')).json()).toEqual({ status: 'ready' })
})
