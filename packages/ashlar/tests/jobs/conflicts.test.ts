/** Background work that others get in the way of is done again at once, and that costs no try. */
import { type TestApp, testModules } from '@ashlar/testing'
import { after, event, job } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

const noted = event('office.noted', { version: 1, payload: z.object({ text: z.string() }) })
const definition = {
  id: 'office',
  publishes: [noted],
  listens: { hear: after(noted, { tries: 1, transaction: { isolation: 'serializable' } }) },
  jobs: { note: job({ retry: { tries: 1 }, transaction: { isolation: 'repeatable-read', lockTimeoutMs: 1_500 } }) },
} as const

let app: TestApp
let direct: pg.Pool
let enqueue: () => Promise<unknown>
let publish: () => Promise<void>
let work: () => Promise<void>
let conflictTwice: () => Promise<void>
const levels: unknown[] = []

beforeAll(async () => {
  const office = moduleOf(
    definition,
    ({ db, enqueue: enqueueJob, publish: publishEvent }) => {
      enqueue = () => enqueueJob('note')
      publish = () => publishEvent(noted, { text: 'x' })
      const read = sql`select current_setting('transaction_isolation') as isolation,
        current_setting('lock_timeout') as "lockTimeout", current_setting('statement_timeout') as "statementTimeout"`
      conflictTwice = async () => {
        levels.push((await db.execute(read)).rows[0])
        await db.execute(sql`insert into office.note (text) values ('done')`)
        if (levels.length < 3) await db.execute(sql`select office.conflict()`)
      }
      const handle = () => work()
      return { listens: { hear: handle }, jobs: { note: handle } }
    },
    `${import.meta.dirname}/migrations`,
  )
  app = await testModules([office])
  direct = new pg.Pool({ connectionString: app.database.url, max: 1 })
  await direct.query(`create function office.conflict() returns int language plpgsql as
    $$ begin raise exception 'in the way' using errcode = '40001'; end $$`)
})
afterAll(async () => {
  await direct?.end()
  await app?.close()
})
beforeEach(async () => {
  levels.length = 0
  await direct.query('delete from office.note')
})

const notes = async () => (await direct.query('select text from office.note')).rows.map(({ text }) => text)

test('a job runs again at once, within its transaction as declared', async () => {
  work = conflictTwice
  const id = await app.run(enqueue)
  expect(await app.runJobs()).toMatchObject([{ job: 'office.note', id }])
  expect(levels).toEqual(
    Array.from({ length: 3 }, () => ({
      isolation: 'repeatable read',
      lockTimeout: '1500ms',
      statementTimeout: '5min',
    })),
  )
  expect(await notes()).toEqual(['done'])
  expect(await app.jobs.show(String(id))).toMatchObject({ state: 'completed', attempts: 1, error: null })
})

test('a handler of events runs again at once, within its transaction as declared', async () => {
  work = conflictTwice
  await app.run(publish)
  expect(await app.deliver()).toMatchObject([{ handler: 'office.hear' }])
  expect(levels).toEqual(
    Array.from({ length: 3 }, () => ({ isolation: 'serializable', lockTimeout: '10s', statementTimeout: '30s' })),
  )
  expect(await notes()).toEqual(['done'])
  expect(await app.events.list({})).toMatchObject([{ state: 'done', attempts: 1 }])
})

test('a job that asks for a transaction beside its own is refused, and does not wait', async () => {
  let refused: unknown
  work = async () => {
    await conflictTwice().catch(() => undefined)
    refused = await app.run(async () => 'beside').catch((error: unknown) => error)
  }
  levels.length = 3
  await app.run(enqueue)
  await app.runJobs()
  expect(refused).toMatchObject({ code: 'ASH471' })
})
