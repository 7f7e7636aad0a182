/** A server that is told to stop fails nobody: what is under way is answered, and then nothing listens. */
import { createTestDatabase } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, defineRoutes, get } from 'ashlar/contract'
import { bootApp, describeModule } from 'ashlar/runtime'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'

const routes = defineRoutes('probe', { slow: get('/slow', { can: anyone, response: z.object({ done: z.boolean() }) }) })

test('a request under way is answered, the probe turns red, and then the port is closed', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
    routes: {
      async slow() {
        started.resolve()
        await finish.promise
        return { done: true }
      },
    },
  }))
  const definition = defineModule({ id: 'probe', routes, start: async (): Promise<unknown> => ({ default: start }) })
  const database = await createTestDatabase()
  const app = await bootApp({
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
    production: false,
    // Long enough for a probe on a busy machine.
    lameDuckMs: 5000,
  })
  const address = await app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
  expect((await fetch(`${address}/up/ready`)).status).toBe(200)

  const underWay = fetch(`${address}/probe/slow`)
  await started.promise
  const closed = app.close()
  const probe = await fetch(`${address}/up/ready`)
  expect([probe.status, probe.headers.get('connection')]).toEqual([503, 'close'])
  expect((await fetch(`${address}/up`)).status).toBe(200)
  finish.resolve()
  const answer = await underWay
  expect([answer.status, await answer.json()]).toEqual([200, { done: true }])
  await closed
  await expect(fetch(`${address}/up`)).rejects.toThrow()
  await database.drop()
})
