/** The place of a part of a list, by which the browser asks for its neighbours. */

/** A page of a list, by its number or by an opaque mark. */
export type ScrollPage = number | string | null

/** Where a part of a list stands in the whole, so that the browser can ask for its neighbours. */
export interface ScrollCursor {
  readonly previousPage: ScrollPage
  readonly nextPage: ScrollPage
  readonly currentPage: ScrollPage
}

/** The cursor of a value shaped like `Paged`, or `undefined` when it has another shape. No value has no neighbours. */
export function cursorOfPaged(value: unknown): ScrollCursor | undefined {
  if (value === null || value === undefined) return { previousPage: null, nextPage: null, currentPage: null }
  const { page, perPage, total } = value as Partial<Record<'page' | 'perPage' | 'total', unknown>>
  if (typeof page !== 'number' || typeof perPage !== 'number' || typeof total !== 'number') {
    return undefined
  }
  return {
    previousPage: page > 1 ? page - 1 : null,
    nextPage: page * perPage < total ? page + 1 : null,
    currentPage: page,
  }
}
