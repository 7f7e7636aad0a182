/** Old history is removed, and what is kept can still be proved. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeOldHistory } from '../runtime.ts'
import { country, db, here, openSealedHistory, type SealedHistory, there } from './sealed-history.ts'

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

describe('retention', () => {
  const age = (days: number, table: string) =>
    history.store.query(
      `update ashlar.change set changed_at = now() - interval '${days} days' where table_name = '${table}'`,
    )
  const changes = async () =>
    (
      await history.store.query(
        'select table_name, tenant_id, count(*)::int as n from ashlar.change group by 1, 2 order by 1, 2',
      )
    ).map(({ table_name, tenant_id, n }) => [table_name, tenant_id, n])
  const remove = () => removeOldHistory(history.database.bookkeeping)

  test('removes what was kept for as long as its table says, or the app, and the rest can still be proved', async () => {
    await history.startOver()
    await history.add(1)
    await history.add(2, there)
    await history.run(() => db.insert(country).values({ code: 'NL' }))
    await age(40, 'order')
    await age(40, 'country')
    await history.seal()
    await history.add(3, there)
    const [before, removal] = [await history.seal(), await remove()]

    expect(removal).toMatchObject({ seal: (before?.seal ?? 0) + 1 })
    expect(await changes()).toEqual([
      ['country', here, 1],
      ['order', there, 1],
    ])
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 2, removed: 2, head: removal })
    expect(await remove()).toBeUndefined()
    await history.add(4)
    await history.seal()
    expect(await history.verify()).toMatchObject({ sound: true, sealed: 3 })
  })

  test("leaves one tenant's history as provable as before when another's has gone", async () => {
    await history.startOver()
    await history.add(1)
    await history.add(2, there)
    await history.store.query(
      `update ashlar.change set changed_at = now() - interval '31 days' where tenant_id = '${there}'`,
    )
    await history.seal()
    await remove()
    expect(await changes()).toEqual([['order', here, 1]])
    expect((await history.verify()).sound).toBe(true)

    await history.store.query(`update ashlar.change set actor = 'mallory'`)

    expect((await history.verify()).faults).toMatchObject([{ kind: 'change-edited', tenant: here }])
  })

  test('keeps the app-wide time for tables that name none', async () => {
    await history.startOver()
    await history.run(() => db.insert(country).values({ code: 'NL' }))
    await age(89, 'country')
    await history.seal()
    expect(await remove()).toBeUndefined()
    await history.startOver()
    await history.run(() => db.insert(country).values({ code: 'NL' }))
    await age(91, 'country')
    await history.seal()
    expect(await remove()).toMatchObject({ seal: 2 })
  })

  test('washes nothing away that was tampered with, and removes nothing that is not sealed', async () => {
    await history.startOver()
    await history.add(1)
    await age(40, 'order')
    await history.seal()
    await history.store.query(`update ashlar.change set actor = 'mallory'`)
    await history.add(2)
    await history.store.query(
      `update ashlar.change set changed_at = now() - interval '40 days' where after ->> 'number' = '2'`,
    )

    expect(await remove()).toBeUndefined()
    expect((await history.verify()).faults).toMatchObject([{ kind: 'change-edited', seal: 1 }])
  })

  test('that is undone by bringing back what was removed is shown', async () => {
    await history.startOver()
    await history.add(1)
    await age(40, 'order')
    await history.seal()
    await history.store.query('create table ashlar.gone as table ashlar.change')
    await remove()
    await history.store.query(
      'insert into ashlar.change overriding system value table ashlar.gone; drop table ashlar.gone',
    )

    expect((await history.verify()).faults).toMatchObject([{ kind: 'change-inserted', seal: 1 }])
  })
})
