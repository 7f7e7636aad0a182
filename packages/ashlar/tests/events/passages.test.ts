/** The passage of time as events: told once, in order, in the app's time zone, also after it passed unnoticed. */
import { type TestApp, testModules } from '@ashlar/testing'
import {
  after,
  type DeliveredEvent,
  dayHasPassed,
  during,
  hourHasPassed,
  type Passed,
  weekHasPassed,
} from 'ashlar/contract'
import { bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { moduleOf } from '../module-of.ts'

let app: TestApp | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

const told: { readonly name: string; readonly passed: Passed; readonly at: string }[] = []
const listens = { close: after(dayHasPassed), review: after(weekHasPassed) } as const
const office = () =>
  moduleOf({ id: 'office', listens }, () => {
    const note = (passed: Passed, { name, publishedAt }: DeliveredEvent) => {
      told.push({ name, passed, at: publishedAt.toISOString() })
    }
    return { listens: { close: note, review: note } }
  })

const days = () => told.filter(({ name }) => name === dayHasPassed.name).map(({ passed }) => passed)
const next = (day: string | undefined) => new Date(Date.parse(String(day)) + 86_400_000).toISOString().slice(0, 10)

test('travelling over three midnights delivers three days, in order and in the time zone of the app', async () => {
  told.length = 0
  const tested = await testModules([office()], { config: { timeZone: 'Pacific/Auckland' } })
  app = tested
  await tested.time.travel({ days: 3 })
  await tested.deliver()

  const [first, second, third, ...more] = days()
  expect(more).toEqual([])
  expect([second?.period, third?.period]).toEqual([next(first?.period), next(second?.period)])
  expect([second?.from, third?.from]).toEqual([first?.until, second?.until])
  const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Pacific/Auckland', dateStyle: 'short', timeStyle: 'short' })
  expect(clock.format(new Date(String(first?.from)))).toBe(`${first?.period} 00:00`)
  expect(first?.timeZone).toBe('Pacific/Auckland')

  await tested.time.travel({ days: 7 })
  await tested.deliver()
  expect(days()).toHaveLength(10)
  expect(told.filter(({ name }) => name === weekHasPassed.name).length).toBeGreaterThanOrEqual(1)
  // Nobody asked for hours.
  expect(await tested.events.list({ handler: 'office.close' })).toHaveLength(10)
})

test('any number of processes tell of each day once', async () => {
  told.length = 0
  const tested = await testModules([office()])
  app = tested
  const others = await Promise.all(
    Array.from({ length: 3 }, () =>
      bootApp({
        name: 'Another process',
        config: {},
        modules: [office()],
        database: { appUrl: tested.database.url, ownerUrl: tested.database.url },
        environment: {},
        assets: { version: 'test', tags: () => '' },
        log: pino({ level: 'silent' }),
        production: false,
        migrate: false,
        role: 'scheduler',
      }),
    ),
  )
  await tested.app.background.schedules.fire()
  for (const each of [tested.app, ...others]) each.clock.advance(5 * 86_400_000)
  const fired = await Promise.all([tested.app, ...others].map(({ background }) => background.schedules.fire()))
  expect(fired.flat().filter(({ job }) => job === dayHasPassed.name)).toHaveLength(5)
  await tested.deliver()
  expect(days()).toHaveLength(5)
  expect(new Set(days().map(({ period }) => period)).size).toBe(5)
  await Promise.all(others.map((other) => other.close()))
})

test('of time that passed unnoticed for very long the last stretches are told', async () => {
  const seen: Passed[] = []
  const clerk = moduleOf({ id: 'clerk', listens: { count: after(hourHasPassed) } }, () => ({
    listens: { count: (passed) => void seen.push(passed) },
  }))
  const tested = await testModules([clerk])
  app = tested
  await tested.time.travel({ days: 60 })
  await tested.deliver()
  expect(seen).toHaveLength(400)
  expect(Date.parse(String(seen.at(-1)?.until)) - Date.parse(String(seen[0]?.until))).toBe(399 * 3_600_000)
})

test('a running app keeps time by itself', async () => {
  told.length = 0
  const tested = await testModules([office()], { background: true })
  app = tested
  await tested.time.travel({ days: 1 })
  await vi.waitFor(() => expect(days()).toHaveLength(1), { timeout: 60_000 })
})

test('the passage of time cannot be refused, and passes in a zone that exists', async () => {
  const refusing = moduleOf({ id: 'refuser', listens: { refuse: during(dayHasPassed) } }, () => ({
    listens: { refuse: () => undefined },
  }))
  await expect(testModules([refusing], { config: { timeZone: 'Mars/Olympus' } })).rejects.toMatchObject({
    details: { problems: [{ code: 'ASH584' }, { code: 'ASH585' }] },
  })
})
