/** Queries that a tenant's work may send, made by chance: every way to a row, in every combination. */
import fc, { type Arbitrary } from 'fast-check'

/** What each query is, and whether it may change rows. */
export interface RandomQuery {
  readonly text: string
  readonly changes: boolean
}

export interface Tenants {
  /** The tenant at work. */
  readonly own: string
  readonly other: string
  /** A text that only rows of the other tenant hold. */
  readonly canary: string
  /** The id of one of its rows. */
  readonly otherRow: string
}

const tables = ['books.entry', 'books.bill']
const sources = [
  ...tables,
  'books.notes',
  'books.list_notes()',
  'books.list_notes_as_owner()',
  '(select * from books.entry)',
  '(select number, note, tenant_id from books.bill union all table books.notes)',
  '(with kept as materialized (table books.bill) table kept)',
]

const oneOf = (texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts)

/** Some of these reveal rows by failing, where policies are not checked before conditions. */
function conditionsOn(alias: string, { own, other, canary }: Tenants): readonly string[] {
  return [
    'true',
    `${alias}.number > 2`,
    `${alias}.note like '%${canary.slice(0, 4)}%'`,
    `${alias}.tenant_id = '${other}'`,
    `${alias}.tenant_id is distinct from '${own}'`,
    `${alias}.note::int > 0`,
    `1 / (case when ${alias}.note like '%${canary}%' then 0 else 1 end) > 0`,
    `exists (select from books.entry as x where x.tenant_id = '${other}' and x.number = ${alias}.number)`,
    `${alias}.number in (select number from books.bill offset 1)`,
    `not (${alias}.tenant_id = '${own}')`,
  ]
}

const columnsOf = (alias: string): readonly string[] => [
  `${alias}.*`,
  `${alias}.note`,
  'count(*)',
  `string_agg(${alias}.note, ',')`,
  `to_jsonb(${alias})`,
  `max(${alias}.note), min(${alias}.tenant_id::text)`,
  `row_number() over (partition by ${alias}.tenant_id order by ${alias}.number), ${alias}.note`,
  `lag(${alias}.note) over (order by ${alias}.number)`,
  `(select max(note) from books.entry)`,
  `array(select x.note from books.list_notes() as x)`,
  `json_agg(${alias}) filter (where ${alias}.number > 1)`,
]

function selects(tenants: Tenants): Arbitrary<string> {
  const join = fc
    .tuple(
      oneOf(['cross join', 'left join', 'right join', 'full join']),
      oneOf(sources),
      oneOf(['a.number = b.number', 'true']),
    )
    .map(([how, source, on]) =>
      how === 'cross join'
        ? `${how} ${source} as b`
        : `${how} ${source} as b on ${on === 'true' && how === 'full join' ? 'a.number = b.number' : on}`,
    )
  const lateral = oneOf(sources).map(
    (source) => `, lateral (select * from ${source} as c where c.number >= a.number) as b`,
  )
  const from = fc
    .tuple(oneOf(sources), fc.oneof(fc.constant(''), join, lateral))
    .map(([source, more]) => `${source} as a ${more}`)
  const plain = fc
    .tuple(oneOf(columnsOf('a')), from, oneOf(conditionsOn('a', tenants)), oneOf(['', 'limit 3', 'offset 1']))
    .map(([columns, source, where, end]) => `select ${columns} from ${source} where ${where} ${end}`)
  const combined = fc
    .tuple(
      oneOf(sources),
      oneOf(['union', 'union all', 'except', 'intersect']),
      oneOf(sources),
      oneOf(conditionsOn('a', tenants)),
    )
    .map(
      ([one, how, other, where]) =>
        `select a.note from ${one} as a where ${where} ${how} select a.note from ${other} as a`,
    )
  const nested = plain.map((inner) => `select to_jsonb(x) from (${inner}) as x`)
  const locking = fc
    .tuple(oneOf(tables), oneOf(conditionsOn('a', tenants)), oneOf(['update', 'share', 'no key update skip locked']))
    .map(([table, where, how]) => `select a.note from ${table} as a where ${where} for ${how}`)
  const statistics = oneOf([
    `select most_common_vals::text, histogram_bounds::text from pg_catalog.pg_stats where schemaname = 'books'`,
    'select stavalues1::text from pg_catalog.pg_statistic',
    'select query from pg_catalog.pg_stat_activity',
  ])
  return fc.oneof(
    { arbitrary: plain, weight: 6 },
    { arbitrary: combined, weight: 2 },
    { arbitrary: nested, weight: 2 },
    { arbitrary: locking, weight: 1 },
    { arbitrary: statistics, weight: 1 },
  )
}

function changes(tenants: Tenants): Arbitrary<string> {
  const { own, other, otherRow } = tenants
  const table = oneOf(tables)
  const where = oneOf(conditionsOn('a', tenants))
  const set = oneOf([`note = 'changed'`, `note = a.note || '!'`, `tenant_id = '${other}'`, `number = a.number + 100`])
  return fc.oneof(
    fc.tuple(table, set, where).map(([on, to, if_]) => `update ${on} as a set ${to} where ${if_} returning a.*`),
    fc.tuple(table, where).map(([on, if_]) => `delete from ${on} as a where ${if_} returning a.*`),
    fc
      .tuple(table, oneOf(sources), where)
      .map(([on, from, if_]) => `update ${on} as t set note = a.note from ${from} as a where ${if_} returning t.*`),
    fc
      .tuple(table, oneOf(sources), where)
      .map(
        ([on, from, if_]) =>
          `insert into ${on} (number, note) select a.number + 50, a.note from ${from} as a where ${if_} returning *`,
      ),
    fc
      .tuple(table, oneOf([own, other]))
      .map(([on, tenant]) => `insert into ${on} (number, tenant_id) values (1, '${tenant}') returning *`),
    oneOf([
      `insert into books.entry (id, number, note) values ('${otherRow}', 1, 'mine') on conflict (id) do update set note = books.entry.note || 'mine' returning *`,
      `insert into books.entry (id, number) values ('${otherRow}', 1) on conflict do nothing returning *`,
      `update books.entry set note = 'mine' where id = '${otherRow}' returning *`,
      `with gone as (delete from books.entry returning *) select * from gone`,
    ]),
    fc
      .tuple(table, oneOf(sources), oneOf([`update set note = a.note`, 'delete']))
      .map(
        ([on, from, then]) =>
          `merge into ${on} as t using ${from} as a on t.number = a.number when matched then ${then}`,
      ),
  )
}

/** A query by chance; three in ten may change rows. */
export function randomQueries(tenants: Tenants): Arbitrary<RandomQuery> {
  return fc.oneof(
    { arbitrary: selects(tenants).map((text) => ({ text, changes: false })), weight: 7 },
    { arbitrary: changes(tenants).map((text) => ({ text, changes: true })), weight: 3 },
  )
}
