import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { removeOld } from '../../src/jobs/retention.ts'
import { type Office, openOffice, tamper } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice((_job, text) => {
    if (text === 'failing') throw new Error('No paper')
  })
})
afterAll(() => office.close())

const remove = (mayGoOn = () => true) => removeOld(office.app.database.bookkeeping, 30, mayGoOn)

test('jobs are let go of when they were done long ago; what waits or failed stays for a person', async () => {
  const enqueue = (text: string) => office.run(() => office.given.enqueue('note', { text }))
  const done = await enqueue('done')
  const cancelled = await enqueue('cancelled')
  await office.jobs.cancel(cancelled ?? '')
  await office.runJobs()
  const failed = await enqueue('failing')
  for (let tried = 0; tried < 3; tried++) {
    await expect(office.runJobs()).rejects.toThrow('No paper')
    await office.time.travel({ days: 1 })
  }
  const waiting = await enqueue('waiting')
  const ids = async () => {
    const notes = (await office.jobs.list({ limit: 20 })).filter(({ job }) => job === 'office.note')
    return notes.map(({ id }) => id).toSorted()
  }
  const all = [done, cancelled, failed, waiting].toSorted()

  await remove()
  expect(await ids()).toEqual(all)
  await tamper(office, `update ashlar_jobs.job set completed_on = completed_on - interval '31 days'`)
  await remove()

  expect(await ids()).toEqual([failed, waiting].toSorted())
})

const addOld = (count: number) =>
  tamper(
    office,
    `insert into ashlar_jobs.job (name, state, completed_on)
     select 'office.alone', 'completed', now() - interval '31 days' from generate_series(1, ${count})`,
  )
const countOld = async () => (await office.jobs.list({ job: 'office.alone', limit: 50_000 })).length

test('however many there are, all of them go, unless the process is about to stop', async () => {
  await addOld(20_001)
  await remove(() => false)
  expect(await countOld()).toBe(10_001)
  await remove()
  expect(await countOld()).toBe(0)
})

test('a running worker lets go of all of them at once', async () => {
  await addOld(10_001)
  const clocks = vi.spyOn(globalThis, 'setInterval')
  office.app.background.jobs.start()
  const tidy = clocks.mock.calls.find(([, ms]) => ms === 10 * 60_000)?.[0]
  clocks.mockRestore()
  tidy?.()
  await vi.waitFor(async () => expect(await countOld()).toBe(0), { timeout: 60_000, interval: 50 })
})
