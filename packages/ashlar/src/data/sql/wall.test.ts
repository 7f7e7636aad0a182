import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeIn, tokenize } from './tokens.ts'
import { assertWithinWall } from './wall.ts'

const options = { module: 'shop', otherSchemas: new Set(['billing', 'order-desk', 'Café']) }

function codeOf(sql: string): string {
  try {
    assertWithinWall(sql, options)
    return 'allowed'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

describe('what reaches another module is refused', () => {
  test.each([
    'select * from billing.invoice',
    'SELECT * FROM BILLING.INVOICE',
    'select * from "billing"."invoice"',
    'select * from billing . invoice',
    'select * from billing/* a */./* b /* nested */ */invoice',
    'select * from billing -- end of line\n.invoice',
    'select * from U&"b\\0069lling".invoice',
    'select * from U&"b!0069lling" uescape \'!\' . invoice',
    'select * from U&"b!0069lling"/**/uescape \'!\'.invoice',
    'select * from U&"b!0069lling"-- !\nUESCAPE/* ! */$$!$$.invoice',
    'select * from U&"b\\0069lling" . invoice',
    'select * from U&"\\+000062illing".invoice',
    'select * from "order-desk".line',
    'select * from "Café".visit',
    'select * from shop.item, billing.invoice',
    'select * from shop.item as billing, billing.invoice',
    'select * from shop.item billing join billing.invoice on true',
    'select * from shop.item join only billing.invoice on true',
    'select * from only (billing.invoice)',
    'select * from (billing.invoice join shop.item on true)',
    'select * from ((billing.invoice)) as billing',
    'select * from shop.item, lateral (select * from billing.invoice) as billing',
    'select (select total from billing.invoice limit 1)',
    'select * from shop.item where exists (select from billing.invoice)',
    'select * from shop.item where id in (table billing.invoice)',
    'with mine as (select * from billing.invoice) select * from mine',
    'with billing as (select 1), x as (delete from billing.invoice returning *) select * from x',
    'insert into billing.invoice (id) values (1)',
    'insert into shop.item (id) select id from billing.invoice',
    'update billing.invoice set total = 0',
    'update only billing.invoice set total = 0',
    'update shop.item set total = i.total from billing.invoice i',
    'delete from billing.invoice',
    'delete from shop.item using billing.invoice',
    'delete from shop.item using (billing.invoice join shop.item on true)',
    'merge into shop.item using billing.invoice as b on true when matched then do nothing',
    'merge into billing.invoice as billing using shop.item on true when matched then delete',
    'truncate billing.invoice',
    'truncate shop.item, billing.invoice',
    'lock billing.invoice',
    'explain analyze delete from billing.invoice',
    'select billing.next_number()',
    'select * from billing.open_invoices()',
    'select * from rows from (billing.open_invoices())',
    'select billing . next_number ( )',
    'call billing.close_year()',
    'select 1::billing.amount',
    'select cast(1 as billing.amount)',
    "select billing.amount '1'",
    'select name collate billing.german from shop.item',
    'select billing.invoice.total from shop.item as billing',
    'select billing.total',
    'select 1 operator(billing.+) 2',
    'select * from json_to_record($1) as t(a billing.amount)',
    "select nextval('billing.invoice_seq')",
    'select nextval(\'"billing".invoice_seq\')',
    "select setval('billing.invoice_seq', 1)",
    "select $$it's$$ from billing.invoice",
    'select $tag$ $$ $tag$ from billing.invoice',
    "select E'it\\'s' from billing.invoice",
    "select 'it''s' from billing.invoice",
    'refresh materialized view billing.totals',
  ])('%s', (sql) => {
    expect(codeOf(sql)).toBe('ASH430')
  })

  test.each([
    ['select * from ashlar.migration', 'ASH431'],
    ['select * from legacy.thing', 'ASH431'],
    ['select * from production.billing.invoice', 'ASH431'],
    ['select production.billing.next_number()', 'ASH431'],
    ['update pg_catalog.pg_class set relname = relname', 'ASH435'],
    ['delete from pg_catalog.pg_authid', 'ASH435'],
    ["select set_config('search_path', 'billing', true)", 'ASH434'],
    ["select pg_catalog.set_config('ashlar.actor', 'root', true)", 'ASH434'],
    ['select convert_from(lo_get(16400), $1)', 'ASH434'],
    ["select lo_from_bytea(0, 'x')", 'ASH434'],
    ['select pg_advisory_lock(1)', 'ASH575'],
    ['select pg_catalog.pg_try_advisory_lock_shared(1, 2)', 'ASH575'],
    ['select pg_advisory_unlock_all()', 'ASH575'],
    ["select query_to_xml('select * from billing.invoice', true, true, '')", 'ASH434'],
    ["select * from dblink('', 'select 1') as t(a int)", 'ASH434'],
    ['begin', 'ASH432'],
    ['COMMIT', 'ASH432'],
    ['/* x */ rollback', 'ASH432'],
    ['savepoint a', 'ASH432'],
    ['set role postgres', 'ASH432'],
    ['set local search_path = billing', 'ASH432'],
    ['reset all', 'ASH432'],
    ['discard all', 'ASH432'],
    ['deallocate all', 'ASH432'],
    ['prepare x as select 1', 'ASH432'],
    ['do $$ begin delete from billing.invoice; end $$', 'ASH432'],
    ['copy shop.item to stdout', 'ASH432'],
    ['create table shop.more (id int)', 'ASH432'],
    ['drop table shop.item', 'ASH432'],
    ['listen billing', 'ASH432'],
    ['', 'ASH432'],
    ['select 1; select 2', 'ASH433'],
    ['select 1; -- more\n delete from billing.invoice', 'ASH433'],
    ["select 'open", 'ASH436'],
    ['select /* open', 'ASH436'],
    ['select "open', 'ASH436'],
    ['select $tag$open', 'ASH436'],
    ['select * from U&"b!0069lling" uescape E\'\\x21\'.invoice', 'ASH436'],
    ['select * from item', 'ASH459'],
    ['insert into item values (1)', 'ASH459'],
    ['select * from shop.item join more on true', 'ASH459'],
    ['select most_common_vals from pg_stats', 'ASH460'],
    ['select query from pg_catalog.pg_stat_activity', 'ASH460'],
    ['select last_value from pg_sequences', 'ASH460'],
    ["select nextval('billing' || '.invoice_seq')", 'ASH461'],
    ['select nextval(16384)', 'ASH461'],
    ['select setval($1, 5)', 'ASH461'],
    ["select nextval('invoice_seq')", 'ASH461'],
    ["select 'it\\' from billing.invoice --'", 'ASH462'],
    ['explain create table shop.more as select 1', 'ASH432'],
    ['explain (analyze) execute theirs', 'ASH432'],
  ])('%s: %s', (sql, expected) => {
    expect(codeOf(sql)).toBe(expected)
  })
})

describe('what only looks like another module is allowed', () => {
  test.each([
    'select * from shop.item',
    'select * from "shop"."item";',
    'select U&"\\0061" /* a */, 1 as U&"b!0063" uescape \'!\' from shop.item as U&"d"',
    "select 'billing.invoice', E'billing.\\'invoice', $$billing.invoice$$ from shop.item",
    'select * from shop.item -- billing.invoice',
    'select * from shop.item /* from billing.invoice */',
    'select "billing.invoice" from shop.item',
    'select billing.id, billing.* from shop.item as billing',
    'select billing.id from shop.billing',
    'select "billing"."id" from "shop"."billing" where "billing"."id" = $1 order by "billing"."id", "billing"."name"',
    'with billing as (select 1 as id) select billing.id from billing',
    'select other.id from shop.item other join shop.billing on billing.id = other.id and (billing.total > 0)',
    'select * from shop.billing join shop.item on item.a is distinct from billing.a, shop.more',
    'select extract(year from billing.made_at), trim(both from billing.name) from shop.billing',
    'insert into shop.billing as billing (id) values ($1) on conflict (id) do update set id = excluded.id, n = billing.n',
    'update shop.billing set total = billing.total + 1 returning billing.id',
    'delete from shop.billing where billing.id = 1',
    'select id from shop.billing for update of billing',
    'select (billing.address).city from shop.item as billing',
    'select ashlar.uuidv7()',
    'insert into shop.item (id) values (ashlar.uuidv7())',
    'select * from pg_catalog.pg_class where oid = any($1)',
    'select * from information_schema.tables',
    'select public.similarity(name, $1) from shop.item',
    "select nextval('shop.item_seq')",
    'select a.b.c from shop.a as a'.replace('a.b.c', '(a.b).c'),
    '(select 1) union (select 2)',
    'values (1), (2)',
    'table shop.item',
    'select pg_advisory_xact_lock(1), pg_try_advisory_xact_lock_shared(1, 2)',
    'explain select * from shop.item',
    'truncate shop.item',
    "select 'a' 'b', U&'\\0061', x'1F', .5, 1e10, 1_000 from shop.item where id = $1",
  ])('%s', (sql) => {
    expect(codeOf(sql)).toBe('allowed')
  })
})

test('the refusal names both modules and the place', () => {
  expect(() => assertWithinWall('select *\n  from billing.invoice', options)).toThrow(
    'Module "shop" names billing.invoice, which belongs to module "billing" (line 2, column 8 of its SQL). Ask module "billing" through a service of its contract.',
  )
})

test('tokens and the gaps between them make up the text, whatever it holds', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '$',
    '$$',
    '$a$',
    '--',
    '/*',
    '*/',
    '\n',
    ' ',
    '.',
    ';',
    'E',
    'U&',
    '\\',
    'a',
    '1',
    '$1',
    'é',
    '(',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      const result = tokenize(text)
      if (result.unclosed !== undefined) {
        expect(result.unclosed.start).toBeLessThan(text.length)
        return
      }
      let end = 0
      for (const token of result.tokens) {
        expect(token.start).toBeGreaterThanOrEqual(end)
        expect(token.end).toBeGreaterThan(token.start)
        end = token.end
      }
      expect(end).toBeLessThanOrEqual(text.length)
    }),
  )
})

test('a place is told by line and column', () => {
  expect(placeIn('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(placeIn('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
})
