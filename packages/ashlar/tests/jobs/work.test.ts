import { testModules } from '@ashlar/testing'
import type { JobContext } from 'ashlar/contract'
import { afterEach, expect, test, vi } from 'vitest'
import { moduleOf } from '../module-of.ts'
import { type Office, office as officeDefinition, openOffice, takeNote, tamper, type Work } from './office.ts'

const opened: Office[] = []
async function open(work?: Work, background = false): Promise<Office> {
  const office = await openOffice(work, { background })
  opened.push(office)
  return office
}
afterEach(async () => {
  for (const office of opened.splice(0)) await office.close()
})

/** Waits for what happens by itself. */
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 })

async function enqueueNote(office: Office, text: string): Promise<string> {
  const id = await office.run(() => office.given.enqueue('note', { text }))
  if (id === undefined) throw new Error('Nothing was enqueued.')
  return id
}

test('a running app works on what is enqueued, and stopping it waits for what runs', async () => {
  const gate = Promise.withResolvers<void>()
  const office = await open(async (job, text, context, given) => {
    if (text === 'slow') await gate.promise
    await takeNote(job, text, context, given)
  }, true)
  await enqueueNote(office, 'quick')
  await until(async () => expect(await office.listNotes()).toEqual(['quick']))

  const slow = await enqueueNote(office, 'slow')
  await until(async () => expect(await office.jobs.show(slow)).toMatchObject({ state: 'active', attempts: 1 }))
  const stopped = office.app.background.jobs.stop(60_000)
  await enqueueNote(office, 'too late')
  gate.resolve()
  await stopped
  expect(await office.listNotes()).toEqual(['quick', 'slow'])
  expect(await office.jobs.show(slow)).toMatchObject({ state: 'completed', error: null })
})

test('what a stopping app cannot wait for is undone, and due again as if it had not been tried', async () => {
  const office = await open(async (job, text, context, given) => {
    await takeNote(job, text, context, given)
    if (context.attempt === 1 && text === 'endless') await new Promise(() => undefined)
  }, true)
  const id = await enqueueNote(office, 'endless')
  await until(async () => expect((await office.jobs.show(id)).state).toBe('active'))
  await office.app.background.jobs.stop(0)

  expect(await office.listNotes()).toEqual([])
  expect(await office.jobs.show(id)).toMatchObject({ state: 'created', attempts: 0 })
})

test('a failing job keeps nothing, waits longer each time, and is left to a person in the end', async () => {
  let broken = true
  const office = await open(async (job, text, context, given) => {
    await takeNote(job, `${text} ${context.attempt}`, context, given)
    if (broken) throw new Error(`broken at ${context.attempt}`)
  })
  const id = await enqueueNote(office, 'try')

  await expect(office.runJobs()).rejects.toThrow('broken at 1')
  expect(await office.jobs.show(id)).toMatchObject({ state: 'retry', attempts: 1, error: { message: 'broken at 1' } })
  expect(await office.runJobs()).toEqual([])
  await office.time.travel({ minutes: 1 })
  await office.runJobs({ failures: true })
  await office.time.travel({ minutes: 1 })
  await office.runJobs({ failures: true })
  expect(await office.jobs.show(id)).toMatchObject({ state: 'failed', attempts: 3, error: { message: 'broken at 3' } })
  await office.time.travel({ days: 30 })
  expect((await office.runJobs({ failures: true })).filter(({ job }) => job === 'office.note')).toEqual([])
  expect(await office.listNotes()).toEqual([])

  broken = false
  await office.jobs.retry(id)
  await office.runJobs()
  expect(await office.listNotes()).toEqual(['try 4'])
  await expect(office.jobs.retry(id)).rejects.toMatchObject({ code: 'ASH932' })
})

test('a handler that rejects late or goes on after its time is over changes nothing', async () => {
  const after = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<unknown>()
  const office = await open(async (_job, _text, context, given) => {
    await takeNote('note', 'begun', context, given)
    await new Promise((_resolve, reject) =>
      context.signal.addEventListener('abort', () => reject(context.signal.reason)),
    ).catch((error: unknown) => gone.resolve(error))
    await takeNote('note', 'too late', context, given).catch(() => undefined)
    after.resolve()
    throw new Error('too late as well')
  })
  await office.run(() => office.given.enqueue('brief'))

  await expect(office.runJobs()).rejects.toMatchObject({ code: 'ASH924' })
  expect(await gone.promise).toMatchObject({ code: 'ASH924' })
  await after.promise
  expect(await office.listNotes()).toEqual([])
  expect(await office.jobs.list()).toMatchObject([{ state: 'failed', error: { code: 'ASH924' } }])
})

test('a job that is cancelled while it runs is told so and keeps nothing; one that waits never runs', async () => {
  const began = Promise.withResolvers<void>()
  const told = Promise.withResolvers<unknown>()
  const office = await open(async (job, text, context, given) => {
    context.signal.addEventListener('abort', () => told.resolve(context.signal.reason))
    await takeNote(job, text, context, given)
    began.resolve()
    await told.promise
  }, true)
  const running = await enqueueNote(office, 'running')
  await began.promise
  expect((await office.jobs.show(running)).state).toBe('active')
  expect(await office.given.jobs.cancel(running)).toBe(true)

  expect(await told.promise).toMatchObject({ code: 'ASH925' })
  await until(() => expect(office.app.background.jobs.counts.running).toBe(0))
  await office.app.background.jobs.stop(60_000)
  const waiting = await enqueueNote(office, 'waiting')
  await office.jobs.cancel(waiting)
  await office.runJobs()
  expect(await office.listNotes()).toEqual([])
  expect((await office.jobs.list({ state: 'cancelled' })).map(({ id }) => id)).toEqual([waiting, running])
  await expect(office.jobs.cancel(running)).rejects.toMatchObject({ code: 'ASH932' })
})

test('who falls silent and is overtaken cannot complete the job', async () => {
  const contexts: JobContext[] = []
  const gate = Promise.withResolvers<void>()
  const office = await open(async (job, text, context, given) => {
    contexts.push(context)
    await takeNote(job, `${text} ${context.attempt}`, context, given)
    if (context.attempt === 1) await gate.promise
  })
  const id = await enqueueNote(office, 'note')
  const stalled = office.runJobs({ failures: true })
  await until(() => expect(contexts).toHaveLength(1))
  // As if its worker had not been heard of for a minute.
  await tamper(office, `update ashlar_jobs.job set heartbeat_on = heartbeat_on - interval '1 minute'`)
  office.app.background.jobs.start()
  await until(async () => expect(await office.jobs.show(id)).toMatchObject({ state: 'completed', attempts: 2 }))
  gate.resolve()
  await stalled

  expect(await office.listNotes()).toEqual(['note 2'])
})

test('progress is seen while the job runs, and when it fails', async () => {
  const office = await open(async (_job, _text, { attempt, progress }) => {
    const error = attempt === 1 ? null : { message: 'No paper' }
    await progress(attempt / 4, 'so far')
    expect(await office.jobs.list({ state: 'active' })).toMatchObject([
      { progress: { done: attempt / 4, note: 'so far' }, error },
    ])
    if (attempt < 3) throw new Error('No paper')
  })
  const id = await enqueueNote(office, 'x')
  for (const attempt of [1, 2]) {
    await office.runJobs({ failures: true })
    expect(await office.jobs.show(id)).toMatchObject({
      state: 'retry',
      progress: { done: attempt / 4, note: 'so far' },
      error: { message: 'No paper' },
    })
    await office.time.travel({ minutes: 1 })
  }
  await office.runJobs()
  expect(await office.jobs.show(id)).toMatchObject({ state: 'completed', error: null })
})

test('what is held back waits until it is let go, and everything else goes on', async () => {
  const office = await open()
  await office.jobs.pause('office.note')
  await office.run(async () => {
    await office.given.enqueue('note', { text: 'held back' })
    await office.given.enqueue('once', { text: 'goes on' })
  })
  await office.runJobs()
  expect(await office.listNotes()).toEqual(['goes on'])
  expect(await office.jobs.queues()).toContainEqual(
    expect.objectContaining({ job: 'office.note', paused: true, waiting: 1, installed: true }),
  )
  await office.jobs.resume('office.note')
  await office.runJobs()
  expect(await office.listNotes()).toEqual(['goes on', 'held back'])
  await expect(office.jobs.pause('office.unknown')).rejects.toMatchObject({ code: 'ASH930' })
})

test('a payload that no longer fits is left to a person at once, and can be discarded', async () => {
  const office = await open()
  const id = await enqueueNote(office, 'x')
  await tamper(office, `update ashlar_jobs.job set data = jsonb_set(data, '{payload}', '{"text": 1}')`)
  await expect(office.runJobs()).rejects.toMatchObject({ code: 'ASH923' })
  expect(await office.jobs.show(id)).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'ASH923' } })
  await office.jobs.discard(id)
  await expect(office.jobs.show(id)).rejects.toMatchObject({ code: 'ASH931' })
})

test.each([
  'null',
  '5',
  '{}',
  '{"payload": {"text": "x"}, "scope": null}',
  '{"payload": {"text": "x"}, "scope": {"request": 7}}',
])('a row that was spoilt to %s is left to a person, and those beside it are done', async (data) => {
  const office = await open()
  const id = await enqueueNote(office, 'spoilt')
  await tamper(office, `update ashlar_jobs.job set data = '${data}'`)
  await enqueueNote(office, 'whole')
  await office.runJobs({ failures: true })

  expect(await office.listNotes()).toEqual(['whole'])
  expect(await office.jobs.show(id)).toMatchObject({
    state: 'failed',
    attempts: 1,
    error: { code: 'ASH933' },
    payload: JSON.parse(data),
  })
  expect(await office.jobs.list({ state: 'failed' })).toHaveLength(1)
})

test('no more of a kind run at once than it says, and no more start than its rate allows', async () => {
  let running = 0
  let most = 0
  const starts: number[] = []
  const office = await open(async (job) => {
    if (job === 'slowly') starts.push(performance.now())
    running += 1
    if (job === 'alone') most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
  }, true)
  await office.run(async () => {
    for (let count = 0; count < 8; count += 1) await office.given.enqueue('alone', { text: `${count}` })
  })
  await until(async () => expect(await office.jobs.list({ state: 'completed' })).toHaveLength(8))
  expect(most).toBe(1)

  await office.run(async () => {
    for (let count = 0; count < 6; count += 1) await office.given.enqueue('slowly')
  })
  await until(() => expect(starts).toHaveLength(6))
  // Twenty a second are fifty milliseconds apart; a start is noted a little after it was allowed.
  const [first = 0, last = 0] = [starts[0], starts.at(-1)]
  expect(last - first).toBeGreaterThan(4 * 50)
})

test('a job whose module is not installed is kept and seen, and runs when the module is back', async () => {
  const office = await open()
  const id = await enqueueNote(office, 'for later')
  const other = moduleOf({ id: 'other', jobs: { rest: officeDefinition.jobs.slowly } }, () => ({
    jobs: { rest: () => undefined },
  }))
  const without = await testModules([other], { database: office.database, background: true })
  expect(await without.jobs.show(id)).toMatchObject({ job: 'office.note', state: 'created', installed: false })
  expect(await without.runJobs()).toEqual([])
  await without.close()
  await office.runJobs()
  expect(await office.listNotes()).toEqual(['for later'])
})
