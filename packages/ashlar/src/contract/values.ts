/** Schemas for values that every domain has: ids with a readable prefix, money, pages of a list. */
import { fromString, TypeID } from 'typeid-js'
import { z } from 'zod'

/**
 * The schema of an id with a prefix that says what it names, such as `inv_01h455vb4pex5vsknk084sn02q`.
 *
 * The database keeps the UUID inside; `uuidOf` and `typeidOf` convert.
 * Source: the TypeID specification, version 0.3.
 */
export function typeid<const Prefix extends string>(prefix: Prefix): z.ZodType<TypeIdOf<Prefix>, TypeIdOf<Prefix>> {
  return z.custom<TypeIdOf<Prefix>>((value) => typeof value === 'string' && isTypeId(prefix, value), {
    message: `Expected an id that starts with "${prefix}_".`,
  })
}

/** The type of ids with a given prefix. */
export type TypeIdOf<Prefix extends string> = `${Prefix}_${string}`

function isTypeId(prefix: string, value: string): boolean {
  try {
    fromString(value, prefix)
    return true
  } catch {
    return false
  }
}

/** The UUID inside a TypeID. */
export function uuidOf(id: TypeIdOf<string>): string {
  return TypeID.fromString(id).toUUID()
}

/** The TypeID of a UUID. */
export function typeidOf<const Prefix extends string>(prefix: Prefix, uuid: string): TypeIdOf<Prefix> {
  return TypeID.fromUUID(prefix, uuid).toString() as TypeIdOf<Prefix>
}

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
