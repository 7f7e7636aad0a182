/** What every list of rows needs: a search that takes the user's text literally, and one page of the whole. */
import { or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Paged } from '../contract/values.ts'

/** The condition that one of the columns contains a text, whatever its case; `undefined` for an empty text. */
export function containsText(text: string, ...columns: readonly SQLWrapper[]): SQL | undefined {
  if (text === '') return undefined
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return or(...columns.map((column) => sql`lower(${column}) like ${pattern}`))
}

/** How many rows a page of a list has, unless it says otherwise. */
const rowsPerPage = 20

export interface PageOptions<Row> {
  /** Counted from 1. */
  readonly page: number
  /** @default 20 */
  readonly perPage?: number
  readonly rows: (window: { readonly limit: number; readonly offset: number }) => PromiseLike<Row[]>
  readonly count: () => PromiseLike<number>
}

/** Reads one page of a list and the length of the whole. */
export async function readPage<Row>({
  page,
  perPage = rowsPerPage,
  rows,
  count,
}: PageOptions<Row>): Promise<Paged<Row>> {
  const [items, total] = await Promise.all([rows({ limit: perPage, offset: (page - 1) * perPage }), count()])
  return { items, page, perPage, total }
}
