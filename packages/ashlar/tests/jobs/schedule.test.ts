import { testModules } from '@ashlar/testing'
import { job } from 'ashlar/contract'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { findLastTime, findNextTime } from '../../src/time/cron.ts'
import { moduleOf, openOffice } from './office.ts'

const berlin = { schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }
const at = (text: string) => new Date(text)

test('a time that summer time skips comes an hour later by the clock, and one that comes twice counts once', () => {
  expect(findNextTime(berlin, at('2026-03-28T12:00Z'))).toEqual(at('2026-03-29T01:30Z'))
  expect(findLastTime(berlin, at('2026-03-28T12:00Z'), at('2026-03-29T12:00Z'))).toEqual(at('2026-03-29T01:30Z'))

  expect(findNextTime(berlin, at('2026-10-24T12:00Z'))).toEqual(at('2026-10-25T00:30Z'))
  for (const after of ['2026-10-25T00:30Z', '2026-10-25T00:45Z', '2026-10-25T01:15Z']) {
    expect(findNextTime(berlin, at(after))).toEqual(at('2026-10-26T01:30Z'))
    expect(findLastTime(berlin, at(after), at('2026-10-25T12:00Z'))).toBeUndefined()
  }
})

test('the last time is found however long ago it was', () => {
  const yearly = { schedule: '0 0 1 1 *', timeZone: 'UTC' }
  const often = { schedule: '* * * * *', timeZone: 'UTC' }

  expect(findLastTime(yearly, at('2019-06-01T00:00Z'), at('2026-11-01T00:00Z'))).toEqual(at('2026-01-01T00:00Z'))
  expect(findLastTime(often, at('2019-06-01T00:00Z'), at('2026-11-01T00:00:30Z'))).toEqual(at('2026-11-01T00:00Z'))
  expect(findLastTime(often, at('2026-11-01T00:00Z'), at('2026-11-01T00:00:30Z'))).toBeUndefined()
})

test('each time fires once for several schedulers that look at it at once', async () => {
  const office = await openOffice()
  const others = [await openOffice(undefined, { database: office.database })]
  const schedulers = [office, ...others].map(({ app }) => app.background.schedules)
  try {
    expect((await Promise.all(schedulers.map((scheduler) => scheduler.fire()))).flat()).toEqual([])
    for (let night = 1; night <= 3; night += 1) {
      for (const { app } of [office, ...others]) app.clock.advance(24 * 60 * 60_000)
      const fired = (await Promise.all(schedulers.flatMap((each) => [each.fire(), each.fire()]))).flat()
      expect(fired.map((each) => each.job)).toEqual(['office.nightly'])
    }
    expect((await office.runJobs()).map((ran) => ran.job)).toEqual(Array(3).fill('office.nightly'))

    // A clock that is set back does not have a time fire again.
    for (const { app } of [office, ...others]) app.clock.advance(-36 * 60 * 60_000)
    expect((await Promise.all(schedulers.map((scheduler) => scheduler.fire()))).flat()).toEqual([])
    for (const { app } of [office, ...others]) app.clock.advance(36 * 60 * 60_000)
    expect((await Promise.all(schedulers.map((scheduler) => scheduler.fire()))).flat()).toEqual([])
  } finally {
    for (const other of others) await other.close()
    await office.close()
  }
})

test('days that pass have what is scheduled done, of several missed times the last', async () => {
  const office = await openOffice()
  try {
    await office.time.travel({ days: 1 })
    await office.time.travel({ days: 5 })
    expect((await office.runJobs()).map((ran) => ran.job)).toEqual(['office.nightly', 'office.nightly'])
    const [nightly] = await office.jobs.schedules()
    expect(nightly).toMatchObject({
      job: 'office.nightly',
      schedule: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      paused: false,
    })
    expect(nightly?.nextAt.getTime()).toBeGreaterThan(Date.now() + 6 * 24 * 60 * 60_000)
  } finally {
    await office.close()
  }
})

test('two running apps keep a schedule of every second together', async () => {
  const times: string[] = []
  const module = moduleOf(
    {
      id: 'clock',
      jobs: { tick: job({ schedule: '* * * * * *', payload: z.object({ loud: z.boolean().default(true) }) }) },
    },
    () => ({
      jobs: {
        tick: ({ loud }, { scheduledFor }) => {
          if (loud) times.push(scheduledFor?.toISOString() ?? '')
        },
      },
    }),
  )
  const first = await testModules([module], { background: true })
  const second = await testModules([module], { background: true, database: first.database })
  try {
    await vi.waitFor(() => expect(times.length).toBeGreaterThanOrEqual(5), { timeout: 60_000 })
    expect(new Set(times).size).toBe(times.length)
    for (const time of times) expect(time).toMatch(/\.000Z$/)
  } finally {
    await second.close()
    await first.close()
  }
})

test('a schedule that cannot be kept keeps the app from booting, with all that is wrong', async () => {
  const refused = (jobs: Parameters<typeof moduleOf>[0]['jobs']) =>
    testModules([moduleOf({ id: 'wrong', jobs: jobs ?? {} }, () => ({ jobs: {} }) as never)])
  const code = (wanted: string) => expect.objectContaining({ message: expect.stringContaining(wanted) })

  await expect(refused({ when: job({ schedule: '61 * * * *' }) })).rejects.toEqual(code('ASH942'))
  await expect(refused({ when: job({ schedule: '* *' }) })).rejects.toEqual(code('ASH942'))
  await expect(refused({ where: job({ schedule: '* * * * *', timeZone: 'Mars/Olympus' }) })).rejects.toEqual(
    code('ASH943'),
  )
  await expect(refused({ 'a b': job() })).rejects.toEqual(code('ASH940'))
  await expect(refused({ much: job({ concurrency: 0, retry: { tries: 1.5 } }) })).rejects.toEqual(code('ASH941'))
})
