/** A tenant's job waits for what lies outside of the database before it begins its transaction, as every job does. */
import { holdTenant, releaseTenant } from 'ashlar/data'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Office, openOffice, takeNote } from './office.ts'

let office: Office
let direct: pg.Pool

async function countTransactions(): Promise<number> {
  const { rows } = await direct.query(
    `select count(*)::int as begun from pg_locks
     where locktype = 'virtualxid' and pid <> pg_backend_pid()
       and pid in (select pid from pg_stat_activity where datname = current_database())`,
  )
  return rows[0].begun
}

beforeAll(async () => {
  office = await openOffice(
    async (...given) => {
      // What tells other processes of a job ends in a moment; a transaction that this job has begun would stay.
      await vi.waitFor(async () => expect(await countTransactions()).toBe(0), { timeout: 60_000, interval: 20 })
      await takeNote(...given)
    },
    { tenants: ['acme', 'beta'] },
  )
  direct = new pg.Pool({ connectionString: office.database.url, max: 1 })
})
afterAll(async () => {
  await direct?.end()
  await office?.close()
})

const enqueue = (tenant: string, text: string) =>
  office.run(() => office.given.enqueue('note', { text }), { tenant: office.tenant(tenant).id })

test('the transaction of a job begins with the first statement of its handler', async () => {
  await enqueue('acme', 'noted')
  expect(await office.runJobs()).toHaveLength(1)
  expect(await office.listNotes()).toEqual(['noted'])
})

test('of many jobs that are taken together those of a held tenant wait, and cost no try', async () => {
  const { id } = office.tenant('acme')
  await office.run(() => holdTenant(id))
  for (const each of [1, 2, 3]) {
    await enqueue('acme', `held ${each}`)
    await enqueue('beta', `goes on ${each}`)
  }
  expect(await office.runJobs()).toHaveLength(3)
  expect(await office.jobs.list({ state: 'created' })).toMatchObject(Array(3).fill({ held: true, attempts: 0 }))

  await office.run(() => releaseTenant(id))
  expect(await office.runJobs()).toHaveLength(3)
  expect((await office.listNotes()).slice(-3)).toEqual(['held 1', 'held 2', 'held 3'])
})
