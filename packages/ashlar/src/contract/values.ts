/** Schemas for values that every domain has: ids with a readable prefix, money, pages of a list. */
import { z } from 'zod'

/**
 * The schema of an id with a prefix that says what it names, such as `inv_01h455vb4pex5vsknk084sn02q`.
 *
 * The database keeps the UUID inside; `uuidOf` and `typeidOf` convert.
 * Source: the TypeID specification, version 0.3. The pattern is all there is to check: 26 signs of base 32 hold 130 bits,
 * so the first one is at most 7.
 */
export function typeid<const Prefix extends string>(prefix: Prefix): z.ZodType<TypeIdOf<Prefix>, TypeIdOf<Prefix>> {
  const pattern = `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`
  const expression = new RegExp(pattern)
  const schema = z.custom<TypeIdOf<Prefix>>((value) => typeof value === 'string' && expression.test(value), {
    message: `Expected an id that starts with "${prefix}_".`,
  })
  // A check that is a function has no form in JSON Schema; this is the form.
  return schema.meta({ type: 'string', pattern })
}

/** The type of ids with a given prefix. */
export type TypeIdOf<Prefix extends string> = `${Prefix}_${string}`

/** An amount of money in the smallest unit of its currency, such as cents. */
export function money(): z.ZodInt {
  return z.int()
}

/** A page of a list: the rows of one page, and where it stands in the whole. */
export function paged<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    page: z.int(),
    perPage: z.int(),
    total: z.int(),
  })
}

/** A page of a list, as `paged` describes it. */
export interface Paged<Item> {
  readonly items: readonly Item[]
  /** Counted from 1. */
  readonly page: number
  readonly perPage: number
  /** How many items the whole list has. */
  readonly total: number
}

/**
 * The query of a list: search, sort and page, kept in the address. A value that makes no sense falls back to its default.
 *
 * @param sorts the sort orders the list knows, the default first; `-price` sorts downwards.
 */
export function listQuery<const Sort extends readonly [string, ...string[]]>(sorts: Sort) {
  return z.object({
    search: z.string().trim().max(200).catch('').default(''),
    sort: z
      .enum(sorts)
      .catch(sorts[0])
      .default(sorts[0] as never),
    page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
  })
}
