import { expect, test } from 'vitest'
import { markDeletes } from './mark-deletes.ts'
import { tokenize } from './tokens.ts'

const isKept = (schema: string, table: string) => schema === 'shop' && (table === 'order' || table === 'Odd name')

function mark(text: string): string {
  const result = tokenize(text)
  if (result.unclosed !== undefined) throw new Error(`${text} is not closed.`)
  return markDeletes(text, result.tokens, isKept)
}

const set = 'set "deleted_at" = statement_timestamp()'

test.each([
  ['delete from shop.order', `update shop.order ${set}`],
  [
    'DELETE FROM "shop"."order" WHERE "id" = $1 RETURNING "id"',
    `update "shop"."order" ${set} WHERE "id" = $1 RETURNING "id"`,
  ],
  ['delete from only shop.order as o where o.id = 1', `update only shop.order as o ${set} where o.id = 1`],
  ['delete from shop.order * o returning o.*', `update shop.order * o ${set} returning o.*`],
  ['delete from shop."Odd name"', `update shop."Odd name" ${set}`],
  [
    'delete from shop.order o using shop.line l where l.order_id = o.id',
    `update shop.order o ${set} from shop.line l where l.order_id = o.id`,
  ],
  ['delete from shop.order /* using */ using shop.line', `update shop.order ${set} /* using */ from shop.line`],
  [
    'with gone as (delete from shop.order returning id), more as (delete from shop.order) select * from gone',
    `with gone as (update shop.order ${set} returning id), more as (update shop.order ${set}) select * from gone`,
  ],
  ['explain delete from shop.order', `explain update shop.order ${set}`],
])('%s marks', (given, expected) => {
  expect(mark(given)).toBe(expected)
})

test.each([
  'delete from shop.line',
  'delete from shop.line using shop.order where true',
  "select 'delete from shop.order'",
  'select "delete" from shop.order',
  'select * from shop.order -- delete from shop.order',
  'insert into shop.order (note) values ($1) returning id',
])('%s stays as it is', (text) => {
  expect(mark(text)).toBe(text)
})
