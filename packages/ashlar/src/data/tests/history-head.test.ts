/** The seal that verifying prints, for somebody to note outside. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealedHistory, type SealedHistory } from './sealed-history.ts'

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

test('is the last one that was looked at, even if another is made meanwhile', async () => {
  await history.add(1)
  const looked = await history.seal()
  await history.add(2)
  const sealer = await history.store.connect()
  try {
    // The end of the chain is read last: it waits for this, and nothing before it does.
    await sealer.query('begin; lock table ashlar.change_head in access exclusive mode')
    const verifying = history.verify()
    await expect
      .poll(() =>
        history.store.query(
          `select 1 as one from pg_locks where relation = 'ashlar.change_head'::regclass and not granted`,
        ),
      )
      .toHaveLength(1)
    await sealer.query('select ashlar.seal_changes()')
    await sealer.query('commit')

    expect(await verifying).toMatchObject({ sound: true, sealed: 1, head: looked })
  } finally {
    await sealer.end()
  }
  expect(await history.verify()).toMatchObject({ sound: true, sealed: 2, head: { seal: 2 } })
})
