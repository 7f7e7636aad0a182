/** What is noted of a job that fails, whatever it fails with, and how it is tried again. */
import { createTestDatabase } from '@ashlar/testing'
import { bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Office, officeModule, openOffice, tamper, type Work } from './office.ts'

let office: Office
let work: Work = () => undefined
beforeAll(async () => {
  office = await openOffice((...given) => work(...given))
})
afterEach(() => tamper(office, 'delete from ashlar_jobs.job'))
afterAll(() => office?.close())

const enqueue = async (job: 'note' | 'once', text: string) =>
  (await office.run(() => office.given.enqueue(job, { text }))) ?? ''

test.each([
  ['a NUL', 'bin\0ary', 'binary'],
  ['half a surrogate pair at its end', `${'x'.repeat(1_999)}😀`, `${'x'.repeat(1_999)}\ufffd`],
])('a job whose error has %s is noted as failed', async (_what, message, noted) => {
  work = () => {
    throw new Error(message)
  }
  const id = await enqueue('note', 'x')
  await office.runJobs({ failures: true })
  expect(await office.jobs.show(id)).toMatchObject({ state: 'retry', attempts: 1, error: { message: noted } })
})

test('a job that throws what has no words is noted as failed', async () => {
  work = () => {
    throw Object.create(null)
  }
  const id = await enqueue('note', 'x')
  await office.runJobs({ failures: true })
  expect(await office.jobs.show(id)).toMatchObject({
    state: 'retry',
    error: { message: 'What was thrown cannot be told in words.' },
  })
})

test('a note of progress is told without what the database cannot keep', async () => {
  let told: unknown
  work = async (_job, _text, { id, progress }) => {
    await progress(0.5, 'half\0way')
    told = (await office.jobs.show(id)).progress
  }
  await enqueue('note', 'x')
  await office.runJobs()
  expect(told).toEqual({ done: 0.5, note: 'halfway' })
})

test.each(['a\0b', 'half of a pair: \ud83d'])(
  'a payload that the database cannot keep is refused in words',
  async (text) => {
    await expect(enqueue('note', text)).rejects.toMatchObject({
      code: 'ASH922',
      message: expect.stringContaining('the payload.text has a NUL'),
    })
  },
)

test('a payload that only spells what the database cannot keep arrives as it is', async () => {
  const arrived: string[] = []
  work = (_job, text) => {
    arrived.push(text)
  }
  await enqueue('note', 'a\\u0000b \\ud83d 😀')
  await office.runJobs()
  expect(arrived).toEqual(['a\\u0000b \\ud83d 😀'])
})

test('a unique job that failed cannot be tried again while another with its key waits', async () => {
  work = () => undefined
  const failed = await enqueue('once', 'same')
  await tamper(office, `update ashlar_jobs.job set state = 'failed', completed_on = now()`)
  const other = await enqueue('once', 'same')

  await expect(office.jobs.retry(failed)).rejects.toMatchObject({
    code: 'ASH932',
    message: expect.stringContaining('another with the same key waits or runs'),
  })
  expect(await office.jobs.show(failed)).toMatchObject({ state: 'failed' })
  await office.jobs.cancel(other)
  await office.jobs.retry(failed)
  expect(await office.runJobs()).toMatchObject([{ id: failed }])
})

test('what failed is tried again by a later call, also when it is due again during the first', async () => {
  const tried: string[] = []
  work = async (_job, text, { attempt }) => {
    tried.push(`${text} ${attempt}`)
    // As if the time that it waits had passed meanwhile.
    if (text === 'second') await tamper(office, `update ashlar_jobs.job set start_after = now() where state = 'retry'`)
    if (text === 'first' && attempt === 1) throw new Error('not yet')
  }
  const id = await enqueue('note', 'first')
  await enqueue('note', 'second')

  expect(await office.runJobs({ failures: true })).toHaveLength(2)
  expect(tried).toEqual(['first 1', 'second 1'])
  expect(await office.jobs.show(id)).toMatchObject({ state: 'retry', attempts: 1 })
  expect(await office.runJobs()).toMatchObject([{ id }])
  expect(tried).toEqual(['first 1', 'second 1', 'first 2'])
})

test('a failure of a job that another process has taken by then is told as that', async () => {
  const database = await createTestDatabase()
  const logged: string[] = []
  const { source, given } = officeModule(async (_job, _text, { id }) => {
    await tamper({ database }, `update ashlar_jobs.job set retry_count = retry_count + 1 where id = '${id}'`)
    throw new Error('unheard of')
  })
  const app = await bootApp({
    name: 'Late',
    config: {},
    modules: [source],
    database: { appUrl: database.url, ownerUrl: database.url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
    production: false,
  })
  onTestFinished(async () => {
    await app.close()
    await database.drop()
  })
  await app.run(() => given().enqueue('brief'))
  await app.background.jobs.drain()

  expect(logged.join('')).toContain('unheard of')
  expect(logged.join('')).toContain('noted here alone')
  expect(await app.jobs.list()).toMatchObject([{ state: 'active', error: null }])
})
