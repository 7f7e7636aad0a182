/** A history in a copy of its database on another server, whose transactions count differently. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealedHistory, type SealedHistory } from './sealed-history.ts'

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

/** Makes the seals tell of transactions that this server has yet to come to, as those of a copy do. */
const seemCopied = (ahead: number) =>
  history.store.query(`update ashlar.change_seal set settled_before = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${ahead})::text::xid8,
      begun_before = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${ahead} + 1)::text::xid8;
    update ashlar.change_seal set hash = ashlar.seal_hash(change_seal);
    update ashlar.change_head set hash = (select hash from ashlar.change_seal)`)

test.each([12, 2 ** 32 + 12])(
  'is proved without a false alarm, %d transactions behind the one it was copied from',
  async (ahead) => {
    await history.startOver()
    await history.add(0)
    await history.seal()
    await seemCopied(ahead)
    for (let number = 1; number <= 20; number++) {
      await history.add(number)
      expect(await history.verify()).toMatchObject({ sound: true, faults: [], sealed: 1, unsealed: number })
    }
    await history.seal()
    await history.add(21)
    expect(await history.verify()).toMatchObject({ sound: true, faults: [], sealed: 21, unsealed: 1 })
  },
)
