/** A module may bring a Fastify plugin: it is mounted below the module's prefix, guarded, and changes nothing beside it. */
import { type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, definePermissions, defineRoutes, get } from 'ashlar/contract'
import { noContent } from 'ashlar/http'
import { describeModule, type ModuleSource } from 'ashlar/runtime'
import type { FastifyPluginAsync } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'

const can = definePermissions('metrics', { read: 'Read the figures' })
const routes = defineRoutes('beside', { plain: get('/plain', { can: anyone }) })

/** Adds routes, and a hook that marks every answer in its context. */
const figures: FastifyPluginAsync = async (fastify) => {
  fastify.addHook('onSend', async (_request, reply) => {
    reply.header('x-figures', 'yes')
  })
  fastify.get('/open', { config: { can: anyone } }, async () => 'for everybody')
  fastify.get('/figures', { config: { can: can.read } }, async () => ({ requests: 7 }))
  fastify.post('/reset', { config: { can: can.read } }, async (_request, reply) => reply.code(204).send())
  fastify.get('/broken', { config: { can: anyone } }, async () => {
    throw new Error('a secret detail of the inside')
  })
}

function sourceOf(definition: ReturnType<typeof defineModule>): ModuleSource {
  return {
    manifest: describeModule({ packageName: definition.id, version: '1.0.0' }, definition),
    load: async () => definition,
    migrationsFolder: '',
    localesFolder: '',
  }
}

const bringing = (plugin: FastifyPluginAsync) =>
  sourceOf(defineModule({ id: 'metrics', permissions: can, fastify: async () => ({ default: plugin }) }))

const beside = sourceOf(
  defineModule({
    id: 'beside',
    routes,
    start: async (): Promise<unknown> => ({
      default: behaviour<{ readonly id: 'beside'; readonly routes: typeof routes }>(() => ({
        routes: { plain: () => noContent() },
      })),
    }),
  }),
)

let app: TestApp
beforeAll(async () => {
  app = await testModules([bringing(figures), beside])
})
afterAll(() => app?.close())

test('its routes stand below the prefix of the module, and what it adds stays in its own context', async () => {
  const answer = await app.visitor().call('GET', '/metrics/open')
  expect([answer.status, answer.text, answer.headers['x-figures']]).toEqual([200, 'for everybody', 'yes'])
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  const other = await app.visitor().call('GET', routes.plain())
  expect([other.status, other.headers['x-figures']]).toEqual([204, undefined])
  expect((await app.visitor().call('GET', '/metrics/nothing')).json()).toMatchObject({ status: 404, code: 'ASH220' })
})

test('its routes are guarded like all others: by who asks, and against other sites', async () => {
  expect((await app.visitor().call('GET', '/metrics/figures')).json()).toMatchObject({ status: 401, code: 'ASH222' })
  expect((await app.as([]).call('GET', '/metrics/figures')).json()).toMatchObject({ status: 403, code: 'ASH223' })
  const reader = app.as([can.read])
  expect((await reader.call('GET', '/metrics/figures')).json()).toEqual({ requests: 7 })
  expect((await reader.call('POST', '/metrics/reset')).status).toBe(204)
  const elsewhere = await reader.call('POST', '/metrics/reset', undefined, { 'sec-fetch-site': 'cross-site' })
  expect(elsewhere.json()).toMatchObject({ status: 403, code: 'ASH224' })
})

test('what it throws is answered without its words', async () => {
  const answer = await app.visitor().call('GET', '/metrics/broken')
  expect([answer.status, answer.json<{ code: string }>().code]).toEqual([500, 'ASH239'])
  expect(answer.text).not.toContain('secret detail')
})

test('a route that does not say who may use it refuses the boot', async () => {
  const silent: FastifyPluginAsync = async (fastify) => {
    fastify.get('/open', async () => 'for whom?')
  }
  await expect(testModules([bringing(silent)])).rejects.toMatchObject({
    code: 'ASH236',
    details: { module: 'metrics', method: 'GET', path: '/metrics/open' },
  })
})
