/** What a collector of metrics is told. */
import { type TestApp, testModules } from '@ashlar/testing'
import { after, anyone, defineRoutes, event, get, job } from 'ashlar/contract'
import { bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

const rang = event('bell.rang', { version: 1, payload: z.object({}) })
const definition = {
  id: 'bell',
  routes: defineRoutes('bell', { ring: get('/:times', { can: anyone, response: z.object({ rings: z.string() }) }) }),
  publishes: [rang],
  listens: { hear: after(rang, { tries: 1 }) },
  jobs: { polish: job({ retry: { tries: 1 } }), nightly: job({ schedule: '0 3 * * *' }) },
} as const

let given: { enqueue: () => Promise<unknown>; publish: () => Promise<void> }
const bell = () =>
  moduleOf(definition, ({ enqueue, publish }) => {
    given = { enqueue: () => enqueue('polish'), publish: () => publish(rang, {}) }
    const fail = () => {
      throw new Error('broken')
    }
    return {
      routes: { ring: ({ params }) => ({ rings: params.times }) },
      listens: { hear: fail },
      jobs: { polish: fail, nightly: () => undefined },
    }
  })

const token = 'a-token-of-some-length'
let app: TestApp
beforeAll(async () => {
  app = await testModules([bell()], { environment: { METRICS_TOKEN: token } })
})
afterAll(async () => {
  await app?.close()
})

/** The samples, by what stands before their value. */
async function collect(): Promise<ReadonlyMap<string, number>> {
  const {
    status,
    text,
    headers: answered,
  } = await app.visitor().call('GET', '/up/metrics', undefined, {
    authorization: `Bearer ${token}`,
  })
  expect([status, answered['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

test('requests are counted by their route, and whatever else is asked for under one name', async () => {
  for (const path of ['/bell/1', '/bell/2', '/bell/3?secret=1', '/nothing/here', '/nothing/there']) {
    await app.visitor().call('GET', path)
  }
  const samples = await collect()
  const count = (route: string, status: number) =>
    samples.get(`ashlar_http_request_duration_seconds_count{route="${route}",method="GET",status="${status}"}`)
  expect([count('bell.ring', 200), count('none', 404)]).toEqual([3, 2])
  expect([...samples.keys()].join()).not.toMatch(/secret|nothing/)
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  expect(samples.get('ashlar_database_connections{pool="units",state="awaited"}')).toBe(0)
})

test('what waits, what was left to a person and what is late is told', async () => {
  await app.run(async () => {
    await given.publish()
    await given.enqueue()
  })
  const waiting = await collect()
  expect(waiting.get('ashlar_events_pending{handler="bell.hear"}')).toBe(1)
  expect(waiting.get('ashlar_events_lag_seconds{handler="bell.hear"}')).toBeGreaterThan(0)
  expect(waiting.get('ashlar_jobs_waiting{job="bell.polish"}')).toBe(1)
  expect(waiting.get('ashlar_schedule_late_seconds{job="bell.nightly"}')).toBe(0)

  await app.deliver({ failures: true })
  await app.runJobs({ failures: true })
  await app.jobs.pause('bell.polish')
  const failed = await collect()
  expect([
    failed.get('ashlar_events_pending{handler="bell.hear"}'),
    failed.get('ashlar_events_dead{handler="bell.hear"}'),
  ]).toEqual([0, 1])
  expect([
    failed.get('ashlar_jobs_failed{job="bell.polish"}'),
    failed.get('ashlar_jobs_paused{job="bell.polish"}'),
  ]).toEqual([1, 1])

  await app.app.background.schedules.fire()
  app.app.clock.advance(3 * 86_400_000)
  expect((await collect()).get('ashlar_schedule_late_seconds{job="bell.nightly"}')).toBeGreaterThan(86_400)
})

test('what stands in the database is left out while that is away', async () => {
  await app.run(given.enqueue)
  const names = async () => [...(await collect()).keys()].filter((name) => /ashlar_(events|jobs|schedule)_/.test(name))
  const before = await names()
  expect(before).toContain('ashlar_jobs_waiting{job="bell.polish"}')
  const { bookkeeping, units } = app.app.database
  for (const source of [bookkeeping, units]) vi.spyOn(source, 'acquire').mockRejectedValue(new Error('away'))
  expect(await names()).toEqual([])
  expect((await collect()).get('ashlar_database_up')).toBe(0)
  vi.restoreAllMocks()
  expect((await names()).toSorted()).toEqual(before.toSorted())
})

const bootFor = (environment: Readonly<Record<string, string>>) =>
  bootApp({
    name: 'Bell',
    config: {},
    modules: [bell()],
    database: { appUrl: app.database.url, ownerUrl: app.database.url },
    environment,
    assets: { version: 'test', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: true,
    migrate: false,
  })

test('metrics are for whoever knows the token, and without one for nobody', async () => {
  const closed = await bootFor({})
  expect((await closed.http.fastify.inject('/up/metrics')).statusCode).toBe(404)
  await closed.close()

  const open = await bootFor({ METRICS_TOKEN: token })
  const ask = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization }
    const { statusCode, body } = await open.http.fastify.inject({ url: '/up/metrics', headers })
    return [statusCode, /ASH586|ashlar_database_up 1/.exec(body)?.[0]]
  }
  expect(await ask()).toEqual([401, 'ASH586'])
  expect(await ask('Bearer something-else-here')).toEqual([401, 'ASH586'])
  expect(await ask(`Bearer ${token}`)).toEqual([200, 'ashlar_database_up 1'])
  await open.close()
})
