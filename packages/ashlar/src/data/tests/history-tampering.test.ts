/** What the history's chain of hashes shows of tampering: every kind, each time, and where. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSealedHistory, type SealedHistory, there } from './sealed-history.ts'

/** As many as a run in CI has time for; HISTORY_TAMPERINGS=1000 tries as many as are promised. */
const tamperings = Number(process.env.HISTORY_TAMPERINGS ?? 150)
const seed = Number(process.env.HISTORY_SEED ?? 20_261_121)

let history: SealedHistory

beforeAll(async () => {
  history = await openSealedHistory()
})
afterAll(() => history.close())

describe('tampering', () => {
  /** Numbers that are the same for the same seed. */
  function createRandom(from: number) {
    let state = from >>> 0
    return (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  const columns = [
    "changed_at = changed_at + interval '1 microsecond'",
    'transaction_id = (transaction_id::text::bigint + 1)::text::xid8',
    "module = 'other'",
    "table_name = 'other'",
    "row_id = row_id || 'x'",
    "operation = case operation when 'purge' then 'insert' else 'purge' end",
    `before = '{"note": "forged"}'`,
    `after = coalesce(after, '{}') || '{"note": "forged"}'`,
    "secret = case when secret is null then array['token'] end",
    "actor = 'mallory'",
    "impersonator = 'mallory'",
    "tenant_id = case when tenant_id is null then '00000000-0000-7000-8000-000000000009'::uuid end",
    "request = 'forged'",
  ]
  const sealedIds = async (): Promise<number[]> =>
    (await history.store.query('select unnest(ids)::int as id from ashlar.change_seal_part order by 1')).map(({ id }) =>
      Number(id),
    )

  /** Every way to tamper, each as SQL, and what it is told as. */
  async function chooseTampering(random: (below: number) => number): Promise<readonly [string, string]> {
    const ids = await sealedIds()
    const id = ids[random(ids.length)]
    const other = ids.filter((each) => each !== id)[random(ids.length - 1)]
    const [{ last = 0 } = {}] = await history.store.query('select max(id)::int as last from ashlar.change_seal')
    const sealNumber = 1 + random(Number(last))
    const copyOf = (as: string, transaction = 'transaction_id') =>
      `insert into ashlar.change (id, changed_at, transaction_id, module, table_name, row_id, operation, before, after, secret, actor, tenant_id, request)
       overriding system value select ${as}, changed_at, ${transaction}, module, table_name, row_id, operation, before, after, secret, actor, tenant_id, request
       from ashlar.change where id = ${id}`
    const gap = `(select min(id) + random() * 0 from generate_series(1, (select max(i) from unnest(array[${ids}]) i)) as free (id)
       where not exists (select from ashlar.change where change.id = free.id) and id % ${1 + random(3)} = 0)::bigint`
    const rest =
      'module, table_name, row_id, operation, before, after, secret, actor, tenant_id, request, changed_at, transaction_id'
    const ways: readonly (readonly [string, string])[] = [
      [`update ashlar.change set ${columns[random(columns.length)]} where id = ${id}`, 'change'],
      [`delete from ashlar.change where id = ${id}`, 'change-removed'],
      [`delete from ashlar.change where id in (${id}, ${other})`, 'change-removed'],
      [copyOf(gap), 'change-inserted'],
      [copyOf('-1'), 'change-inserted'],
      [copyOf("nextval('ashlar.change_id_seq')", "'3'::xid8"), 'change-inserted'],
      [
        `update ashlar.change as one set (${rest}) = (select ${rest} from ashlar.change as two where two.id = ${id} + ${other} - one.id)
         where id in (${id}, ${other})`,
        'change-edited',
      ],
      [`delete from ashlar.change_seal where id = ${sealNumber}`, 'seal-removed or head-differs'],
      [
        `delete from ashlar.change_seal where id >= ${sealNumber}; delete from ashlar.change_seal_part where seal >= ${sealNumber}`,
        'head-differs',
      ],
      [
        `update ashlar.change_seal set sealed_at = sealed_at - interval '1 day' where id = ${sealNumber}`,
        'seal-edited',
      ],
      [`delete from ashlar.change_seal_part where (seal, part) = (${sealNumber}, 1)`, 'seal-edited'],
      [
        `update ashlar.change_seal_part set removed_by = ${sealNumber} where (seal, part) = (${sealNumber}, 1)`,
        'seal-edited',
      ],
      [
        `delete from ashlar.change using ashlar.change_seal_part where (seal, part) = (${sealNumber}, 1) and change.id = any(ids);
         update ashlar.change_seal_part set removed_by = ${Number(last) + 1} where (seal, part) = (${sealNumber}, 1)`,
        'seal-edited',
      ],
      [
        `update ashlar.change set actor = 'mallory' where id = ${id};
         update ashlar.change_seal_part set hashes = (select array_agg(ashlar.change_hash(change) order by change.id) from ashlar.change where change.id = any(ids))
         where ${id} = any(ids)`,
        'seal-edited',
      ],
      [
        `update ashlar.change set actor = 'mallory' where id = ${id};
         update ashlar.change_seal_part set hashes = (select array_agg(ashlar.change_hash(change) order by change.id) from ashlar.change where change.id = any(ids))
         where ${id} = any(ids);
         update ashlar.change_seal_part set digest = ashlar.part_digest(ids, hashes) where ${id} = any(ids);
         update ashlar.change_seal set hash = ashlar.seal_hash(change_seal) where ids @> ${id}::bigint`,
        'seal-unlinked or head-differs',
      ],
    ]
    return ways[random(ways.length)] as readonly [string, string]
  }

  test(`is shown each time, in any of ${tamperings} ways`, async () => {
    const random = createRandom(seed)
    await history.makeHistory()
    const tables = ['change', 'change_seal', 'change_seal_part', 'change_head']
    for (const table of tables) await history.store.query(`create table ashlar.kept_${table} as table ashlar.${table}`)
    try {
      for (let n = 0; n < tamperings; n++) {
        const [sql, kind] = await chooseTampering(random)
        await history.store.query(sql)
        const report = await history.verify()
        const kinds = new Set(report.faults.map((fault) => fault.kind))
        const shown = kind.split(' or ').some((each) => [...kinds].some((found) => found.startsWith(each)))
        expect(shown ? [] : [n, sql, ...kinds], 'a tampering that is not shown').toEqual([])
        await history.store.query(
          tables
            .map(
              (table) =>
                `delete from ashlar.${table}; insert into ashlar.${table} ${table === 'change' ? 'overriding system value' : ''} table ashlar.kept_${table}`,
            )
            .join(';'),
        )
      }
      expect((await history.verify()).faults).toEqual([])
    } finally {
      for (const table of tables) await history.store.query(`drop table ashlar.kept_${table}`)
    }
  }, 600_000)

  test('is told with its place: which change of which row, and in which seal', async () => {
    await history.makeHistory()
    const [{ id, row_id: row } = {}] = await history.store.query(
      `select id::int, row_id from ashlar.change where tenant_id = '${there}' order by id limit 1`,
    )
    await history.store.query(`update ashlar.change set actor = 'mallory' where id = ${id}`)

    expect((await history.verify()).faults).toEqual([
      { kind: 'change-edited', seal: 1, change: id, module: 'shop', table: 'order', row, tenant: there },
    ])
  })

  test('of the whole chain, made anew by its owner, is shown by a hash that was noted outside', async () => {
    await history.makeHistory()
    const noted = {
      seal: 3,
      hash: String(
        (await history.store.query(`select encode(hash, 'hex') as hash from ashlar.change_seal where id = 3`))[0]?.hash,
      ),
    }
    expect((await history.verify(noted)).sound).toBe(true)
    await history.store.query(`delete from ashlar.change where id = (select min(id) from ashlar.change);
      truncate ashlar.change_seal, ashlar.change_seal_part; update ashlar.change_head set seal = 0, hash = sha256('ashlar')`)
    await history.seal()

    expect((await history.verify()).sound).toBe(true)
    expect((await history.verify(noted)).faults).toMatchObject([{ kind: 'noted-differs', seal: 3, found: 'nothing' }])
  })
})
