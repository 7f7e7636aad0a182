import { type TestApp, testApp } from '@ashlar/testing'
import type { AppConfig } from 'ashlar'
import { expect, test } from 'vitest'
import { openGuide } from '../guide.ts'

test('what the guide shows runs as it says', async () => {
  await using guide = await openGuide('jobs')

  const shown = await guide.load<{ app: TestApp; jobs: readonly string[] }>('app/next-day.ts')
  expect(shown.jobs).toEqual(['billing.nightlyReport'])
  await shown.app.time.travel({ minutes: 1 })
  expect((await shown.app.runJobs()).map(({ job }) => job)).toEqual(['billing.remind'])
  await shown.app.close()

  const { default: config } = await guide.load<{ default: AppConfig }>('app/app.config.ts')
  const running = await testApp({ modules: ['@acme/billing'], folder: guide.app, config, background: true })
  await running.close()
})

test('what the guide shows of a job that people wait for runs as it says', async () => {
  await using guide = await openGuide('jobs')
  await using app = await testApp({ modules: ['@acme/billing', '@acme/printing'], folder: guide.app })
  const printer = app.as('all')
  const start = async () => (await printer.call('POST', '/printing')).json<{ id: string }>().id
  const read = async (id: string) => (await printer.call('GET', `/printing/${id}`)).json()
  const stop = async (id: string) => (await printer.call('POST', `/printing/${id}/stop`)).json()

  const printed = await start()
  expect(await read(printed)).toEqual({ state: 'created', done: 0 })
  await app.runJobs()
  expect(await read(printed)).toEqual({ state: 'completed', done: 1 })
  expect(await stop(printed)).toEqual({ stopped: false })

  const stopped = await start()
  expect(await stop(stopped)).toEqual({ stopped: true })
  expect(await app.runJobs()).toEqual([])
  expect(await read(stopped)).toEqual({ state: 'cancelled', done: 0 })

  await app.time.travel({ days: 1 })
  const [ofOthers] = await app.runJobs()
  expect(ofOthers?.job).toBe('billing.nightlyReport')
  expect(await read(ofOthers?.id ?? '')).toEqual({ state: 'gone', done: 0 })
  expect(await stop(ofOthers?.id ?? '')).toEqual({ stopped: false })
  expect(await read('no-id')).toEqual({ state: 'gone', done: 0 })
})
