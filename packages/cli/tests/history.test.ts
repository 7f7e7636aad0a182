import { runSql } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

beforeAll(async () => {
  workshop = await createEquippedWorkshop()
})
afterAll(() => workshop.remove())

const ashlar = (...words: readonly string[]): Promise<Outcome> => workshop.run(words)
const history = (...words: readonly string[]) => ashlar('history', ...words)

const query = (text: string) => runSql(workshop.database, text)

test('the history is listed, shown and proved, and tampering is told with its place', async () => {
  expect((await history('verify')).stderr).toContain('ASH565')
  await ashlar('db', 'migrate')
  expect((await history('list')).stdout).toContain('No changes.')
  const row = 'doc_01h455vb4pex5vsknk084sn02q'
  await query(`set ashlar.actor = 'usr_ada';
    insert into ashlar.change (module, table_name, row_id, operation, before, after, secret, actor, impersonator)
    values ('notes', 'document', '01890a5d-ac96-774b-bcce-b302099a8057', 'update', '{"title": "Old"}', '{"title": "New"}', '{pin}', 'usr_ada', 'usr_bob'),
      ('notes', 'other', '1', 'insert', null, '{"a": 1}', null, 'usr_eve', null);
    insert into ashlar.change (module, table_name, row_id, operation, after)
    select 'notes', 'many', n::text, 'insert', '{"a": 1}' from generate_series(3, 11) as n`)
  await query('select ashlar.seal_changes()')

  const listed = await history('list', '--row', row)
  expect(listed.stdout).toMatch(/1 .*usr_ada \(through usr_bob\) +update notes\.document +01890a5d\S+ +title, pin +1/)
  expect(listed.stdout).not.toContain('notes.other')
  const all = JSON.parse((await history('list', '--since', '2026-01-01', '--limit', '10', '--json')).stdout)
  expect(all.map(({ id }: { id: string }) => id)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2'])
  expect(JSON.parse((await history('list', '--actor', 'usr_bob', '--module', 'notes', '--json')).stdout)).toHaveLength(
    1,
  )
  const shown = await history('show', '1')
  expect(shown.stdout).toMatch(/title +"Old" +"New"/)
  expect(shown.stdout).toMatch(/pin +\(secret\)/)

  const sound = await history('verify')
  expect(sound.code).toBe(0)
  const [, noted = ''] = /: (1:[0-9a-f]{64})/.exec(sound.stdout) ?? []
  expect((await history('verify', '--noted', noted)).code).toBe(0)

  await query(`update ashlar.change set actor = 'mallory' where id = 1`)
  const tampered = await history('verify')
  expect(tampered.code).toBe(1)
  expect(tampered.stderr).toContain(
    'Change 1 of row 01890a5d-ac96-774b-bcce-b302099a8057 in notes.document says something else',
  )
  expect(JSON.parse((await history('verify', '--json')).stdout)).toMatchObject({
    sound: false,
    faults: [{ kind: 'change-edited', change: 1, seal: 1, module: 'notes', table: 'document' }],
  })
  const refusals = [
    ['show', '99'],
    ['show', 'x'],
    ['verify', '--noted', '1:abc'],
    ['list', '--since', 'once'],
    ['list', '--tenant', 'bristol'],
  ]
  const outcomes = await Promise.all(refusals.map((words) => history(...words)))
  expect(outcomes.map(({ stderr }) => /ASH\d+/.exec(stderr)?.[0])).toEqual([
    'ASH567',
    'ASH504',
    'ASH504',
    'ASH504',
    'ASH504',
  ])
}, 120_000)
