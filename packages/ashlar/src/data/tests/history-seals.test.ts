/** The history's chain of hashes, as it grows: that it holds everything, and never cries wolf. */
import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import type { DatabaseError } from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { HistoryKeeper } from '../runtime.ts'
import { db, here, openSealedHistory, order, type SealedHistory, there } from './sealed-history.ts'

/** How often the history is verified while it is written: as often as a run in CI has time for. */
const looksWhileWriting = Number(process.env.HISTORY_LOOKS ?? 40)

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

describe('a seal', () => {
  test('holds what was committed and tells its hash, and what comes later waits for the next', async () => {
    await history.startOver()
    expect(await history.seal()).toBeUndefined()
    await history.add(1)
    await history.add(2, there)
    const first = await history.seal()
    await history.add(3)

    const report = await history.verify()

    expect(first).toEqual({ seal: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(report).toMatchObject({ sound: true, faults: [], sealed: 2, unsealed: 1, removed: 0, head: first })
    expect(await history.seal()).toMatchObject({ seal: 2 })
    expect(await history.seal()).toBeUndefined()
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 3, unsealed: 0, head: { seal: 2 } })
  })

  test('passes over nothing that commits late with an earlier number, however long it takes', async () => {
    await history.startOver()
    const late = await history.store.connect()
    try {
      await late.query(`begin; set local ashlar.tenant = '${here}'; insert into shop."order" (number) values (1)`)
      await history.add(2)
      await history.seal()
      await history.add(3)
      await history.seal()
      await late.query('commit')
    } finally {
      await late.end()
    }
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 2, unsealed: 1 })
    await history.seal()
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 3, unsealed: 0, head: { seal: 3 } })
    await history.add(4)
    await history.seal()
    await history.add(5)
    await history.seal()
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 5, unsealed: 0, head: { seal: 5 } })
  })

  test('waits for a transaction that began last and took its number first', async () => {
    await history.startOver()
    const write = `insert into shop."order" (number) values (1)`
    const [first, last] = await Promise.all([history.store.connect(), history.store.connect()])
    try {
      await first.query(`begin; set local ashlar.tenant = '${here}'; select pg_current_xact_id()`)
      await last.query(`begin; set local ashlar.tenant = '${here}'; ${write}`)
      await first.query(`${write}; commit`)
      await history.seal()
      for (const number of [2, 3]) {
        await history.add(number)
        await history.seal()
      }
      await last.query('commit')
    } finally {
      await Promise.all([first.end(), last.end()])
    }
    await history.seal()

    expect(await history.verify()).toMatchObject({ sound: true, faults: [], sealed: 4, unsealed: 0 })
  })

  test('settles nothing when whoever asks for it has written before', async () => {
    await history.startOver()
    const asker = await history.store.connect()
    await asker.query(`begin; set local ashlar.tenant = '${here}'; insert into shop."order" (number) values (1)`)
    const { rows } = await asker.query('select settled_before from ashlar.seal_changes()')
    await asker.query('commit')
    await asker.end()

    expect(rows).toEqual([{ settled_before: null }])
    await history.add(2)
    await history.seal()
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 2, unsealed: 0 })
  })

  test('goes on in a copy of the database on another server, whose transactions begin anew', async () => {
    await history.startOver()
    await history.add(1)
    await history.seal()
    // The seals of the copy tell of transactions that its own server has not come to yet.
    await history.store.query(`update ashlar.change_seal set settled_before = '9000000000', begun_before = '9000000001';
      update ashlar.change_seal set hash = ashlar.seal_hash(change_seal);
      update ashlar.change_head set hash = (select hash from ashlar.change_seal)`)
    await history.add(2)
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 1, unsealed: 1 })
    for (const number of [3, 4, 5]) {
      await history.seal()
      await history.add(number)
    }
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 4, unsealed: 1 })
  })
})

test('writers that roll back, wait and commit late, while it is sealed and verified, raise no false alarm', async () => {
  await history.startOver()
  let [kept, looks, writing] = [0, 0, true]
  const writer = async (number: number) => {
    while (writing) {
      const isLong = Math.random() < 0.15
      await history
        .run(
          async () => {
            await db.insert(order).values({ number })
            if (isLong) await delay(Math.random() * 700)
            await db
              .update(order)
              .set({ note: String(Math.random()) })
              .where(eq(order.number, -1))
            if (Math.random() < 0.25) throw new Error('undone')
            kept += 1
          },
          number % 2 ? here : there,
        )
        .catch((error: Error) => {
          if (error.message !== 'undone') throw error
        })
    }
  }
  const sealer = async () => {
    while (writing) {
      await history.seal()
      await delay(Math.random() * 20)
    }
  }
  const alarms: unknown[] = []
  const verifier = async () => {
    while (writing && looks < looksWhileWriting) {
      alarms.push(...(await history.verify()).faults)
      looks += 1
    }
    writing = false
  }
  const everybody = [verifier(), sealer(), sealer(), ...[1, 2, 3, 4, 5, 6].map(writer)]
  try {
    await Promise.all(everybody)
  } finally {
    writing = false
    await Promise.allSettled(everybody)
  }
  await history.seal()

  expect(alarms).toEqual([])
  expect(kept).toBeGreaterThan(0)
  expect(await history.verify()).toMatchObject({ sound: true, sealed: kept, unsealed: 0 })
})

test('the keeper seals by the clock, removes what is old when it is told to, and logs each hash', async () => {
  await history.startOver()
  await history.add(1)
  await history.store.query(`update ashlar.change set changed_at = now() - interval '40 days'`)
  const told: { seal?: number; hash?: string }[] = []
  const log = pino({ level: 'info' }, { write: (line) => told.push(JSON.parse(line)) })
  const keeper = new HistoryKeeper({ database: history.database, log, sealEverySeconds: 0.02 })
  keeper.start()
  try {
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 60_000 })
    const { head } = await history.verify()
    expect(told[0]).toMatchObject({ seal: head?.seal, hash: head?.hash })
  } finally {
    await keeper.stop()
  }
  expect(await keeper.removeOld()).toMatchObject({ seal: 2 })
  expect(told).toMatchObject([{ seal: 1 }, { seal: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
})

test('the app can write, change and remove neither history nor seals', async () => {
  await history.makeHistory()
  const [next] = await history.store.query(
    `select jsonb_populate_record(change_seal, jsonb_build_object('id', id + 1))::text as link
     from ashlar.change_seal order by id desc limit 1`,
  )
  const client = await history.store.connect()
  try {
    await client.query(`set role ${history.role}; set ashlar.tenant = '${here}'`)
    for (const [statement, expected] of [
      ['delete from ashlar.change', 0],
      ['delete from ashlar.change_seal', 0],
      ['delete from ashlar.change_seal_part', 0],
      ['update ashlar.change_seal_part set removed_by = 1', 0],
      ['update ashlar.change_head set keep_days = 1', 0],
      [
        "insert into ashlar.change_seal_part (seal, part, module, table_name, changes, first_at, last_at, digest) values (1, 9, '', '', 1, now(), now(), '')",
        '42501',
      ],
      ['truncate ashlar.change_seal', '42501'],
      [`select ashlar.add_change_seal('${next?.link}')`, '42501'],
    ] as const) {
      const outcome = await client.query(statement).then(
        ({ rowCount }) => rowCount,
        (error: DatabaseError) => error.code,
      )
      expect([statement, outcome]).toEqual([statement, expected])
    }
  } finally {
    await client.end()
  }
  expect(await history.verify()).toMatchObject({ sound: true, unsealed: 1 })
})

test("a change belongs to its row's tenant, also when no tenant or another one was at work", async () => {
  await history.startOver()
  await history.add(1)
  const [every] = await history.store.query(`select role from ashlar.module_role where module = '*'`)
  await history.store.query(
    `begin; set local role "${every?.role}"; update shop."order" set note = 'by who sees all'; commit`,
  )

  expect(await history.store.query('select operation, tenant_id from ashlar.change order by id')).toEqual([
    { operation: 'insert', tenant_id: here },
    { operation: 'update', tenant_id: here },
  ])
})
