import { testModules } from '@ashlar/testing'
import { flag, job } from 'ashlar/contract'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { JobScheduler } from '../../src/jobs/scheduler.ts'
import { createClock } from '../../src/time/clock.ts'
import { findLastTime, findNextTime } from '../../src/time/cron.ts'
import { moduleOf } from '../module-of.ts'
import { openOffice } from './office.ts'

const berlin = { schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }
const at = (text: string) => new Date(text)

test('a time that summer time skips comes when the clock goes on, and one that comes twice counts once', () => {
  expect(findNextTime(berlin, at('2026-03-28T12:00Z'))).toEqual(at('2026-03-29T01:00Z'))
  expect(findLastTime(berlin, at('2026-03-28T12:00Z'), at('2026-03-29T12:00Z'))).toEqual(at('2026-03-29T01:00Z'))

  expect(findNextTime(berlin, at('2026-10-24T12:00Z'))).toEqual(at('2026-10-25T00:30Z'))
  for (const after of ['2026-10-25T00:30Z', '2026-10-25T00:45Z', '2026-10-25T01:15Z']) {
    expect(findNextTime(berlin, at(after))).toEqual(at('2026-10-26T01:30Z'))
    expect(findLastTime(berlin, at(after), at('2026-10-25T12:00Z'))).toBeUndefined()
  }
})

test.each(['Africa/Cairo', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe', 'Europe/Berlin'])(
  'every day of a year in %s has its time once, also where its midnight or its small hours are skipped',
  (timeZone) => {
    const days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
    for (const schedule of ['0 0 * * *', '30 0 * * *', '15 2 * * *']) {
      const named: string[] = []
      let time = at('2026-01-01T12:00Z')
      while (named.length < 366) {
        const next = findNextTime({ schedule, timeZone }, time)
        expect(findLastTime({ schedule, timeZone }, time, next)).toEqual(next)
        named.push(days.format(next))
        time = next
      }
      const first = at(`${named[0]}T00:00Z`).getTime()
      const expected = named.map((_day, index) => new Date(first + index * 24 * 60 * 60_000).toISOString().slice(0, 10))
      expect(named).toEqual(expected)
    }
  },
)

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

test('a scheduler that is late by seconds skips no time, and after an outage it goes back no further than that', async () => {
  const module = moduleOf({ id: 'clock', jobs: { tick: job({ schedule: '* * * * * *' }) } }, () => ({
    jobs: { tick: () => undefined },
  }))
  const late = await testModules([module])
  const { schedules } = late.app.background
  try {
    await schedules.fire()
    const times: number[] = []
    for (const seconds of [5, 1, 9]) {
      late.app.clock.advance(seconds * 1_000)
      times.push(...(await schedules.fire()).map(({ at }) => at.getTime()))
    }
    expect(times.length).toBeGreaterThanOrEqual(15)
    expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i * 1_000))

    late.app.clock.advance(24 * 60 * 60_000)
    expect((await schedules.fire()).length).toBeLessThanOrEqual(11)
  } finally {
    await late.close()
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
    const { nextTimes } = await office.jobs.showSchedule('office.nightly')
    expect(nextTimes[0]).toEqual(nightly?.nextAt)
    expect(nextTimes).toHaveLength(5)
  } finally {
    await office.close()
  }
})

test('a schedule is fired besides its times when somebody asks for it, and keeps its times', async () => {
  const office = await openOffice()
  try {
    const before = await office.jobs.schedules()
    const id = await office.jobs.fireSchedule('office.nightly')
    expect(await office.runJobs()).toMatchObject([{ id, job: 'office.nightly' }])
    expect(await office.jobs.schedules()).toMatchObject(before.map(({ lastAt, nextAt }) => ({ lastAt, nextAt })))
    await expect(office.jobs.fireSchedule('office.yearly')).rejects.toThrow(expect.objectContaining({ code: 'ASH934' }))
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

test('a schedule that cannot fire is told of, and keeps no other from firing', async () => {
  const office = await openOffice()
  const fired: string[] = []
  const told: unknown[] = []
  const clock = createClock()
  const scheduleOf = (id: string, fails: boolean) => ({
    id,
    listDue: async (_after: Date, to: Date) => [to],
    findNext: async (after: Date) => new Date(after.getTime() + 1_000),
    prepare: async () => {
      if (fails) throw new Error('The module does not start')
    },
    fire: async () => fired.push(id),
  })
  const scheduler = new JobScheduler({
    database: office.app.database,
    clock,
    log: pino({}, { write: (line) => told.push(JSON.parse(line).schedule) }),
    schedules: [scheduleOf('first', false), scheduleOf('broken', true), scheduleOf('last', false)],
  })
  try {
    await expect(scheduler.fire()).rejects.toThrow('The module does not start')
    fired.length = 0
    clock.advance(5_000)
    await expect(scheduler.fire()).rejects.toThrow('The module does not start')
    expect(fired).toEqual(['first', 'last'])

    scheduler.start()
    await vi.waitFor(() => expect(fired.length).toBeGreaterThanOrEqual(6), { timeout: 60_000 })
    expect(new Set(told)).toEqual(new Set(['broken']))
  } finally {
    await scheduler.stop()
    await office.close()
  }
})

test('the schedule of a paused job does not fire, and of the times that it missed the last does', async () => {
  const office = await openOffice()
  const { schedules } = office.app.background
  const lateSeconds = async () => (await office.jobs.schedules())[0]?.lateSeconds
  try {
    await schedules.fire()
    await office.jobs.pause('office.nightly')
    office.app.clock.advance(3 * 24 * 60 * 60_000)
    expect(await schedules.fire()).toEqual([])
    expect(await lateSeconds()).toBe(0)
    expect(await office.jobs.list({ job: 'office.nightly' })).toEqual([])

    await office.jobs.resume('office.nightly')
    expect(await lateSeconds()).toBeGreaterThan(24 * 60 * 60)
    expect(await schedules.fire()).toMatchObject([{ job: 'office.nightly' }])
    expect(await lateSeconds()).toBe(0)
    expect(await schedules.fire()).toEqual([])
  } finally {
    await office.close()
  }
})

test('a schedule is not late while its feature is off', async () => {
  const ticks = flag('clock.ticks', { help: 'the clock ticks' })
  const module = moduleOf(
    { id: 'clock', flags: [ticks], jobs: { tick: job({ schedule: '0 3 * * *', flag: ticks }) } },
    () => ({
      jobs: { tick: () => undefined },
    }),
  )
  const app = await testModules([module])
  try {
    await app.app.background.schedules.fire()
    app.app.clock.advance(3 * 24 * 60 * 60_000)
    expect(await app.jobs.schedules()).toMatchObject([{ job: 'clock.tick', lateSeconds: 0 }])
  } finally {
    await app.close()
  }
})
