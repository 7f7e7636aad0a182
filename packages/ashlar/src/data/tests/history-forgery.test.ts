/** A history whose owner replaced what it could be proved with. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealedHistory, type SealedHistory } from './sealed-history.ts'

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

test('no function of the database is believed', async () => {
  await history.makeHistory()
  const functions = ['change_hash', 'part_digest', 'seal_hash']
  const texts = await history.store.query(
    `select pg_get_functiondef(oid) as text from pg_proc where pronamespace = 'ashlar'::regnamespace and proname = any($1)`,
    [functions],
  )
  const noted = await history.seal()
  const [{ id, hash } = {}] = await history.store.query(
    `select ids[1]::int as id, encode(hashes[1], 'hex') as hash from ashlar.change_seal_part order by seal, part limit 1`,
  )
  await history.store.query(`update ashlar.change set actor = 'mallory' where id = ${id}`)
  await history.store.query(
    `create or replace function ashlar.change_hash(change ashlar.change) returns bytea language sql stable as $$
       select hashes[array_position(ids, change.id)] from ashlar.change_seal_part where change.id = any(ids) $$`,
  )

  const report = await history.verify(noted)

  for (const { text } of texts) await history.store.query(String(text))
  expect(hash).toHaveLength(64)
  expect(report.faults).toMatchObject([{ kind: 'change-edited', change: id }])
})

test('no operator of the database is believed', async () => {
  await history.makeHistory()
  const [{ name } = {}] = await history.store.query('select current_database() as name')
  await history.store.query(
    `create schema forged;
     create function forged.never(bytea, bytea) returns boolean language sql as 'select false';
     create operator forged.<> (leftarg = bytea, rightarg = bytea, function = forged.never);
     alter database "${name}" set search_path = forged, pg_catalog`,
  )
  await history.store.query(`update ashlar.change set actor = 'mallory' where id = (select min(id) from ashlar.change)`)

  const report = await history.verify()

  await history.store.query(`alter database "${name}" reset search_path; drop schema forged cascade`)
  expect(report.faults).toMatchObject([{ kind: 'change-edited' }])
})
