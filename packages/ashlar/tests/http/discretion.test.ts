/** In production a failure of ours tells a visitor its code and no more; the log tells everything. */
import { createTestClient, createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { AshlarError, anyone, defineRoutes, get } from 'ashlar/contract'
import { type App, bootApp, describeModule } from 'ashlar/runtime'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const routes = defineRoutes('probe', {
  breaks: get('/breaks', { can: anyone, response: z.object({ name: z.string() }) }),
  hangs: get('/hangs', { can: anyone, timeoutMs: 50 }),
  closed: get('/closed', { can: anyone }),
})

const definition = defineModule({
  id: 'probe',
  routes,
  start: async (): Promise<unknown> => ({
    default: behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
      routes: {
        breaks: (() => ({ name: 7 })) as never,
        hangs: () => new Promise(() => undefined),
        closed: () => {
          throw new AshlarError('PROBE_CLOSED', 503, 'The counter is closed until Monday.')
        },
      },
    })),
  }),
})

let database: TestDatabase
let app: App
let log = ''

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
    assets: { version: 'test', tags: () => '' },
    log: pino(
      {},
      {
        write(line: string) {
          log += line
        },
      },
    ),
    production: true,
  })
})
afterAll(async () => {
  await app?.close()
  await database?.drop()
})

test.each([
  ['a defect of a handler', routes.breaks(), 500, 'ASH233', 'breaks its response schema'],
  ['a handler that hangs', routes.hangs(), 503, 'ASH230', 'gave no answer within 50 ms'],
])(
  '%s is told by its code, to programs and to people, and to the log in full',
  async (_, path, status, code, inside) => {
    const visitor = createTestClient(app)
    for (const answer of [await visitor.call('GET', path), await visitor.open(path)]) {
      expect([answer.status, answer.headers['retry-after']]).toEqual([status, status === 503 ? '1' : undefined])
      expect(answer.text).toContain(code)
      expect(answer.text).not.toContain(inside)
    }
    expect(log).toContain(inside)
  },
)

test('what a module says of itself is said', async () => {
  const answer = await createTestClient(app).call('GET', routes.closed())
  expect([answer.status, answer.json()]).toMatchObject([
    503,
    { code: 'PROBE_CLOSED', detail: 'The counter is closed until Monday.' },
  ])
})
