/** Reading from a replica that really streams from its primary. */
import { createTestClient, type TestClient } from '@ashlar/testing'
import { anyone, defineRoutes, get, post } from 'ashlar/contract'
import { forbidRetry } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { noContent } from 'ashlar/http'
import { type App, bootApp } from 'ashlar/runtime'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { parsePosition } from '../../src/data/runtime.ts'
import { moduleOf } from '../module-of.ts'
import { type Cluster, startCluster, whyNoReplica } from './streaming-replica.ts'

if (whyNoReplica !== undefined) process.stderr.write(`Reading from replicas is not tested: ${whyNoReplica}\n`)

const seen = z.object({ replica: z.boolean(), notes: z.int() })
const routes = defineRoutes('office', {
  read: get('/read', { can: anyone, response: seen, replica: true }),
  plain: get('/plain', { can: anyone, response: seen }),
  cached: get('/cached', { can: anyone, response: seen.extend({ cached: z.int() }), replica: true }),
  lost: get('/lost', { can: anyone, response: seen, replica: true, query: z.object({ told: z.enum(['yes', 'no']) }) }),
  write: post('/write', { can: anyone }),
})
/** How often work was begun that loses its connection. */
let begun = 0

const office = moduleOf(
  { id: 'office', routes },
  ({ db, cache }) => {
    const look = async () => {
      const { rows } = await db.execute<{ replica: boolean; notes: number }>(
        sql`select pg_is_in_recovery() as replica, (select count(*)::int from office.note) as notes`,
      )
      return rows[0] ?? { replica: false, notes: -1 }
    }
    return {
      routes: {
        read: look,
        plain: look,
        cached: async () => ({
          ...(await look()),
          cached: await cache.get('notes', { tags: ['notes'] }, async () => (await look()).notes),
        }),
        async lost({ query }) {
          begun += 1
          if (query.told === 'yes') forbidRetry()
          await db.execute(sql`select pg_terminate_backend(pg_backend_pid())`)
          return look()
        },
        async write() {
          await db.execute(sql`insert into office.note (text) values ('written')`)
          cache.invalidate('notes')
          return noContent()
        },
      },
    }
  },
  `${import.meta.dirname}/../jobs/migrations`,
)

let cluster: Cluster
let app: App
let replica: pg.Client
beforeAll(async () => {
  if (whyNoReplica !== undefined) return
  cluster = await startCluster()
  app = await bootApp({
    name: 'Office',
    config: {},
    modules: [office],
    database: { appUrl: cluster.primaryUrl, ownerUrl: cluster.primaryUrl },
    environment: { DATABASE_REPLICA_URL: cluster.replicaUrl },
    assets: { version: 'test', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: true,
  })
  replica = new pg.Client({ connectionString: cluster.replicaUrl })
  await replica.connect()
}, 120_000)
afterAll(async () => {
  await replica?.end().catch(() => undefined)
  await app?.close()
  await cluster?.[Symbol.asyncDispose]()
}, 120_000)

const client = (): TestClient => createTestClient(app)
const ask = async (from: TestClient, path: string) => {
  const { status, json } = await from.call('GET', path)
  return status === 200 ? json<z.output<typeof seen> & { readonly cached?: number }>() : status
}
const countNotes = async () => {
  const answer = await ask(client(), routes.plain())
  return typeof answer === 'number' ? -1 : answer.notes
}
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 })
const served = () => until(async () => expect(await ask(client(), routes.read())).toMatchObject({ replica: true }))

test('a position of the log is read, and nothing else is taken for one', () => {
  expect(parsePosition('2/16B3748')).toBe(0x2_016b_3748n)
  expect(['', '0', '0/', '0/0;drop', 'x/1', '0/123456789'].map(parsePosition)).toEqual(Array(6).fill(undefined))
})

test.skipIf(whyNoReplica !== undefined)(
  'a route that says so is read from the replica, others and writes go to the primary',
  async () => {
    await served()
    expect(await ask(client(), routes.plain())).toMatchObject({ replica: false })
    const { status } = await client().call('POST', routes.write())
    expect(status).toBe(204)
  },
)

test.skipIf(whyNoReplica !== undefined)(
  'who has written sees it at once, from the primary until the replica has it',
  async () => {
    await served()
    const writer = client()
    const [stranger, notes] = [client(), await countNotes()]
    await replica.query('select pg_wal_replay_pause()')
    await writer.call('POST', routes.write())
    expect(writer.cookies.get('ashlar_wrote_at')).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/)
    expect(await ask(writer, routes.read())).toEqual({ replica: false, notes: notes + 1 })
    expect(await ask(stranger, routes.read())).toEqual({ replica: true, notes })
    await replica.query('select pg_wal_replay_resume()')
    await until(async () => expect(await ask(writer, routes.read())).toEqual({ replica: true, notes: notes + 1 }))
  },
)

test.skipIf(whyNoReplica !== undefined)(
  'what a replica says is not kept, and what is kept is not mixed with what a replica says',
  async () => {
    await served()
    const [writer, stranger, notes] = [client(), client(), await countNotes()]
    await replica.query('select pg_wal_replay_pause()')
    await writer.call('POST', routes.write())
    const old = { replica: true, notes, cached: notes }
    const current = { notes: notes + 1, cached: notes + 1 }
    expect(await ask(stranger, routes.cached())).toEqual(old)
    expect(await ask(writer, routes.cached())).toEqual({ replica: false, ...current })
    expect(await ask(stranger, routes.cached())).toEqual(old)
    await replica.query('select pg_wal_replay_resume()')
    await until(async () => expect(await ask(writer, routes.cached())).toEqual({ replica: true, ...current }))
  },
)

test.skipIf(whyNoReplica !== undefined)(
  'what fails on the replica is done again on the primary, unless it cannot be undone',
  async () => {
    await served()
    begun = 0
    await ask(client(), '/office/lost?told=no')
    expect(begun).toBe(2)
    await served()
    begun = 0
    expect(await ask(client(), '/office/lost?told=yes')).toBe(503)
    expect(begun).toBe(1)
  },
)

test.skipIf(whyNoReplica !== undefined)(
  'a replica that is too far behind serves nobody until it has caught up',
  async () => {
    await served()
    await replica.query('select pg_wal_replay_pause()')
    await client().call('POST', routes.write())
    await until(async () => expect(await ask(client(), routes.read())).toMatchObject({ replica: false }))
    await replica.query('select pg_wal_replay_resume()')
    await served()
  },
)

test.skipIf(whyNoReplica !== undefined)(
  'a replica that goes away is made up for by the primary, and serves again when it is back',
  async () => {
    await served()
    await replica.end()
    await cluster.stopReplica()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(client(), routes.read())))
    expect(answers.every((answer) => typeof answer === 'object' && !answer.replica)).toBe(true)
    await cluster.startReplica()
    await served()
  },
)
