/** How far replicas have come is looked up on each by itself. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createReplicas } from '../replicas.ts'
import { createDatabase, type Database } from '../runtime.ts'
import { openWay } from './lossy-way.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let store: TestDatabase
let primary: Database

beforeAll(async () => {
  store = await createTestDatabase()
  primary = createDatabase({ appUrl: store.url })
})
afterAll(async () => {
  await primary.close()
  await store.drop()
})

/** A server that is no replica answers as one that has replayed everything. */
const asReplica = (sent: Buffer) =>
  Buffer.from(sent.toString('latin1').replaceAll('pg_last_wal_replay_lsn()', 'pg_current_wal_lsn()    '), 'latin1')

test('a replica that hangs is left out, and takes no other along', async () => {
  await using good = await openWay(store.url, asReplica)
  await using bad = await openWay(store.url, asReplica)
  const badPort = new URL(bad.url).port
  const changes: boolean[] = []
  const usableWithoutBad: number[] = []
  const replicas = createReplicas({
    urls: [good.url, bad.url],
    primary,
    maxLagMs: 15_000,
    onChange(address, trouble) {
      if (!address.includes(badPort)) return
      changes.push(trouble === undefined)
      // It is told just before it is left out, and is back half a second later.
      if (trouble !== undefined) queueMicrotask(() => usableWithoutBad.push(usable().size))
    },
  })
  replicas.start()
  const usable = () =>
    new Set(Array.from({ length: 4 }, () => replicas.choose(0n)).filter((source) => source !== undefined))
  const serve = (count: number) => vi.waitFor(() => expect(usable().size).toBe(count), { timeout: 60_000 })
  await serve(2)
  bad.loseEverything()
  await vi.waitFor(() => expect(changes).toEqual([false, true]), { timeout: 60_000 })

  expect(usableWithoutBad).toEqual([1])
  await serve(2)
  await replicas.close()
})
