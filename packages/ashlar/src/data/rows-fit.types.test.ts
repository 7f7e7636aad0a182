import { integer, text, timestamp } from 'drizzle-orm/pg-core'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { CompileProblem } from '../contract/errors.ts'
import { typeid } from '../contract/values.ts'
import { assertRowFits, moduleSchema, type RowFits, typeidColumn } from './index.ts'

const product = moduleSchema('shop').table('product', {
  id: typeidColumn('prod').primaryKey(),
  name: text('name').notNull(),
  note: text('note'),
  price: integer('price').notNull(),
  madeAt: timestamp('made_at').notNull(),
})
type Row = typeof product.$inferSelect

const Product = z.object({
  id: typeid('prod'),
  name: z.string(),
  note: z.string().nullable(),
  size: z.int().optional(),
})
const Strict = Product.extend({ note: z.string(), price: z.string(), weight: z.number() })

test('a row that fits its DTO passes, and one that does not names the columns', () => {
  expectTypeOf<RowFits<typeof Product, Row>>().toEqualTypeOf<true>()
  expectTypeOf<RowFits<typeof Strict, Row>>().toEqualTypeOf<
    CompileProblem<
      | 'The row has no value that fits: note'
      | 'The row has no value that fits: price'
      | 'The row has no value that fits: weight'
    >
  >()
  assertRowFits<typeof Product, Row>(true)
  // @ts-expect-error The columns do not fit.
  assertRowFits<typeof Strict, Row>(true)
})
