/** What a process takes ahead of time: it neither hides what is paused nor crowds out what has to begin at once. */
import { testModules } from '@ashlar/testing'
import { job } from 'ashlar/contract'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { moduleOf } from '../module-of.ts'
import { type Office, openOffice, tamper, type Work } from './office.ts'

const opened: Office[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const office of opened.splice(0)) await office.close()
})

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 })

/** An office that has lately done so many quick jobs that it takes them ahead, as many as it can run and more. */
async function openQuickOffice(work: Work, options: { readonly clocks: boolean }): Promise<Office> {
  if (!options.clocks) stopClocks()
  const office = await openOffice(work, { background: true })
  vi.restoreAllMocks()
  opened.push(office)
  await enqueue(office, Array(60).fill('quick'))
  await until(() => expect(office.app.background.jobs.counts.done).toBe(60))
  return office
}

/** Whatever starts now does nothing by the clock: it does only what it is told. */
function stopClocks(): void {
  vi.spyOn(globalThis, 'setInterval').mockImplementation((() => setTimeout(() => undefined, 0)) as never)
}

const enqueue = (office: Office, texts: readonly string[]) =>
  office.run(async () => {
    for (const text of texts) await office.given.enqueue('note', { text })
  })

/** Has as much running as there is room for, and more that is taken and not begun. */
async function takeAhead(office: Office): Promise<void> {
  await enqueue(office, Array(20).fill('long'))
  await until(() => expect(office.app.background.jobs.counts.running).toBe(4))
  await until(async () => expect((await office.jobs.list({ state: 'active' })).length).toBeGreaterThan(4))
}

test('what may not begin beside what runs is not asked for again and again, and begins once there is room', async () => {
  const gate = Promise.withResolvers<void>()
  const done: string[] = []
  const office = await openQuickOffice(
    async (name, text) => {
      if (text === 'long') await gate.promise
      done.push(name)
    },
    { clocks: true },
  )
  await enqueue(office, Array(4).fill('long'))
  await until(() => expect(office.app.background.jobs.counts.running).toBe(4))
  const asked = vi.spyOn(office.app.database.bookkeeping, 'acquire')
  await office.run(() => office.given.enqueue('alone', { text: 'waits' }))
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  // The clocks ask some times in two seconds; a loop asks a thousand times.
  expect(asked.mock.calls.length).toBeLessThan(30)

  gate.resolve()
  await until(() => expect(done).toContain('alone'))
})

test('what has to begin at once finds room beside jobs that never run out', async () => {
  let endless = true
  const done: string[] = []
  const office = await openQuickOffice(
    async (name, text, _context, given) => {
      done.push(name)
      if (text === 'endless' && endless) await given.enqueue('note', { text })
    },
    { clocks: true },
  )
  await enqueue(office, Array(100).fill('endless'))
  await office.run(() => office.given.enqueue('alone', { text: 'waits' }))
  await until(() => expect(done).toContain('alone')).finally(() => {
    endless = false
  })
})

test('no job of a kind begins once it is paused here, also none that was taken ahead', async () => {
  const gate = Promise.withResolvers<void>()
  let begun = 0
  const office = await openQuickOffice(
    async (_name, text) => {
      if (text !== 'long') return
      begun += 1
      await gate.promise
    },
    { clocks: false },
  )
  await takeAhead(office)
  await office.jobs.pause('office.note')
  gate.resolve()
  await until(() => expect(office.app.background.jobs.counts.running).toBe(0))

  expect(begun).toBe(4)
  expect(await office.jobs.queues()).toContainEqual(
    expect.objectContaining({ job: 'office.note', waiting: 16, running: 0 }),
  )
  await office.jobs.resume('office.note')
  await until(() => expect(begun).toBe(20))
})

test('a process gives back what it has taken ahead of a kind that another pauses', async () => {
  const gate = Promise.withResolvers<void>()
  const office = await openQuickOffice(
    async (_name, text) => {
      if (text === 'long') await gate.promise
    },
    { clocks: false },
  )
  const other = await openOffice(undefined, { database: office.database })
  try {
    await takeAhead(office)
    await other.jobs.pause('office.note')
    await until(async () => expect(await office.jobs.list({ state: 'active' })).toHaveLength(4))
  } finally {
    gate.resolve()
    await other.close()
  }
})

test('stopping waits for what runs also when what was taken ahead cannot be given back', async () => {
  const gate = Promise.withResolvers<void>()
  let ended = 0
  const office = await openQuickOffice(
    async (_name, text) => {
      if (text !== 'long') return
      await gate.promise
      ended += 1
    },
    { clocks: false },
  )
  await takeAhead(office)
  const name = new URL(office.database.url).pathname.slice(1)
  const elsewhere = new URL(office.database.url)
  elsewhere.pathname = '/postgres'
  const admin = new pg.Client({ connectionString: elsewhere.href })
  await admin.connect()
  await admin.query(`alter database "${name}" allow_connections false`)
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  try {
    const stopped = office.app.background.jobs.stop(60_000)
    gate.resolve()
    await stopped
    expect(ended).toBe(4)
    expect(office.app.background.jobs.counts.running).toBe(0)
  } finally {
    await admin.query(`alter database "${name}" allow_connections true`)
    await admin.end()
  }
})

test('of a job that was lost and is taken here once more only the earlier try is ended', async () => {
  const told = Promise.withResolvers<unknown>()
  const second = Promise.withResolvers<AbortSignal>()
  const gate = Promise.withResolvers<void>()
  const office = await openOffice(
    async (_name, _text, { attempt, signal }) => {
      if (attempt === 1) {
        signal.addEventListener('abort', () => told.resolve(signal.reason))
        await told.promise
        return
      }
      second.resolve(signal)
      await gate.promise
    },
    { background: true },
  )
  opened.push(office)
  const id = await office.run(() => office.given.enqueue('note', { text: 'twice' }))
  await until(() => expect(office.app.background.jobs.counts.running).toBe(1))
  // As another process does with the jobs of one that fell silent.
  await tamper(office, `update ashlar_jobs.job set state = 'retry', heartbeat_on = null where id = '${id}'`)
  const signal = await second.promise

  expect(await told.promise).toMatchObject({ code: 'ASH925' })
  await until(() => expect(office.app.background.jobs.counts.running).toBe(1))
  expect(signal.aborted).toBe(false)
  gate.resolve()
  await until(async () =>
    expect(await office.jobs.show(id ?? '')).toMatchObject({ state: 'completed', attempts: 2, error: null }),
  )
})

test('looking at a queue that may start none for long leaves no timer behind', async () => {
  let seldom: () => Promise<unknown> = async () => undefined
  let often: () => Promise<unknown> = async () => undefined
  const module = moduleOf(
    { id: 'tower', jobs: { seldom: job({ ratePerSecond: 0.001 }), often: job() } },
    ({ enqueue: enqueueJob }) => {
      seldom = () => enqueueJob('seldom')
      often = () => enqueueJob('often')
      return { jobs: { seldom: () => undefined, often: () => undefined } }
    },
  )
  const app = await testModules([module], { background: true })
  const timers = new Set<unknown>()
  const [start, end] = [setTimeout, clearTimeout]
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms: number) => {
    const timer = start(work, ms)
    if (ms > 100_000) timers.add(timer)
    return timer
  }) as never)
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    timers.delete(timer)
    end(timer)
  })
  try {
    await app.run(async () => [await seldom(), await seldom()])
    for (let count = 1; count <= 5; count += 1) {
      await app.run(() => often())
      await until(() => expect(app.app.background.jobs.counts.done).toBe(count + 1))
    }
    expect(timers.size).toBe(0)
  } finally {
    await app.close()
  }
})
