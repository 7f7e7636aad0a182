import { testModules } from '@ashlar/testing'
import { anyone, defineRoutes, job, post } from 'ashlar/contract'
import { bookkeeping, savepoint, withTenant } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(async () => {
  await office.close()
})

const undo = new Error('undone')

test('jobs that were enqueued together are listed in one order, whatever becomes of each', async () => {
  const ids = await office.run(async () => {
    const enqueued = []
    for (const text of ['a', 'b', 'c', 'd'])
      enqueued.push(await office.given.enqueue('note', { text }, { delaySeconds: 60 }))
    return enqueued
  })
  const list = async () => (await office.jobs.list()).map(({ id }) => id)
  const listed = await list()
  for (const id of ids) {
    await office.jobs.retry(id ?? '')
    expect(await list()).toEqual(listed)
  }
  for (const id of ids) await office.jobs.discard(id ?? '')
})

test('a job runs once its transaction is kept, and never when that is undone', async () => {
  const { enqueue } = office.given
  await office.run(async () => {
    await enqueue('note', { text: 'kept' })
    await expect(
      savepoint(async () => {
        await enqueue('note', { text: 'undone in a savepoint' })
        throw undo
      }),
    ).rejects.toBe(undo)
  })
  await expect(
    office.run(async () => {
      await enqueue('note', { text: 'undone' })
      throw undo
    }),
  ).rejects.toBe(undo)

  const ran = await office.runJobs()

  expect(ran.map(({ job }) => job)).toEqual(['office.note'])
  expect(await office.listNotes()).toEqual(['kept'])
  expect(await office.runJobs()).toEqual([])
})

test('a job works for the tenant that it was enqueued for', async () => {
  const tenant = '0198f6a0-0000-7000-8000-000000000001'
  const noting = await openOffice(async (_job, _text, _context, { db }) => {
    await db.execute(sql`insert into office.note (text) values (ashlar.tenant_id()::text)`)
  })
  try {
    await noting.run(() => withTenant(tenant, () => noting.given.enqueue('note', { text: '' })))
    await noting.runJobs()

    expect(await noting.listNotes()).toEqual([tenant])
  } finally {
    await noting.close()
  }
})

test('the first job of an app may be enqueued within bookkeeping, though that holds every connection that it has', async () => {
  const routes = defineRoutes('ledger', {
    note: post('/note', { can: anyone, response: z.object({ id: z.string() }) }),
  })
  const ledger = moduleOf({ id: 'ledger', routes, jobs: { print: job() } }, ({ db, enqueue }) => ({
    routes: {
      note: () =>
        bookkeeping(async () => {
          await db.execute(sql`select 1`)
          return { id: (await enqueue('print')) ?? 'none' }
        }),
    },
    jobs: { print: () => undefined },
  }))
  const app = await testModules([ledger], { config: { database: { bookkeepingConnections: 1 } } })
  try {
    const answers = await Promise.all([1, 2, 3].map(() => app.visitor().call('POST', '/ledger/note')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await app.runJobs()).toHaveLength(3)
  } finally {
    await app.close()
  }
})

test('nothing is enqueued outside of a unit of work, by a request that only reads, or with a payload that does not fit', async () => {
  const { enqueue } = office.given
  await expect(enqueue('note', { text: 'x' })).rejects.toMatchObject({ code: 'ASH920' })
  await expect(office.run(() => enqueue('note', { text: 1 } as never))).rejects.toMatchObject({ code: 'ASH922' })
  await expect(office.run(() => enqueue('slowly', 'x' as never))).rejects.toMatchObject({ code: 'ASH922' })
  await expect(office.run(() => enqueue('unknown' as 'slowly'))).rejects.toMatchObject({ code: 'ASH926' })
  await expect(office.run(() => enqueue('note', { text: 'x' }, { delaySeconds: -1 }))).rejects.toMatchObject({
    code: 'ASH927',
  })
  expect(await office.runJobs()).toEqual([])
})

test('of many who enqueue a unique job at once exactly one does, until it is done', async () => {
  const { enqueue } = office.given
  const enqueueOnce = (text: string) => office.run(() => enqueue('once', { text }))
  const keys = Array.from({ length: 10 }, (_each, at) => `key ${at}`)
  const ids = await Promise.all(keys.flatMap((key) => Array.from({ length: 20 }, () => enqueueOnce(key))))

  expect(ids.filter((id) => id !== undefined)).toHaveLength(keys.length)
  expect((await office.runJobs()).map(({ job }) => job)).toEqual(keys.map(() => 'office.once'))
  expect(await enqueueOnce('key 1')).toBeTypeOf('string')
  expect(await office.run(() => enqueue('once', { text: 'other' }, { key: 'mine' }))).toBeTypeOf('string')
  expect(await office.run(() => enqueue('once', { text: 'another' }, { key: 'mine' }))).toBeUndefined()
  await office.runJobs()
})

test('the higher priority runs first, and what is delayed waits for its time', async () => {
  const { enqueue } = office.given
  const before = (await office.listNotes()).length
  await office.run(async () => {
    await enqueue('note', { text: 'second' })
    await enqueue('note', { text: 'first' }, { priority: 5 })
    await enqueue('note', { text: 'tomorrow' }, { delaySeconds: 86_400 })
    await enqueue('note', { text: 'in a week' }, { at: new Date(Date.now() + 7 * 86_400_000) })
  })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toEqual(['first', 'second'])

  await office.time.travel({ days: 1, minutes: 1 })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toContain('tomorrow')
  await office.run(() => enqueue('note', { text: 'at its time' }, { at: new Date(Date.now() + 3 * 86_400_000) }))
  expect((await office.runJobs()).map(({ job }) => job)).not.toContain('office.note')

  await office.time.travel({ days: 7 })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toEqual(expect.arrayContaining(['at its time', 'in a week']))
})
