import { router } from 'ashlar/react'

/** The query of a list, as it stands in the address. */
export interface ListQuery {
  readonly search: string
  readonly sort: string
  readonly page: number
  readonly [filter: string]: unknown
}

/** A list whose search, filters, sort order and page stand in the address. */
export interface List {
  readonly query: ListQuery
  /** Whether a search or a filter leaves something out. */
  readonly isNarrowed: boolean
  /** Changes a part of the query and loads the list again; nothing else of the page. */
  readonly change: (part: Readonly<Record<string, unknown>>) => void
}

export interface UseListOptions {
  /** The address of the list for a query: `(query) => routes.list({ query })`. */
  readonly href: (query: never) => string
  /** The query that the page was given. */
  readonly query: ListQuery
  /** The props that change with the query. */
  readonly only: readonly string[]
  /** Values of filters that leave nothing out. @default none */
  readonly neutral?: Readonly<Record<string, unknown>>
}

/** Ties a list to its address. */
export function useList({ href, query, only, neutral = {} }: UseListOptions): List {
  const { search, sort: _sort, page: _page, ...filters } = query
  const isNarrowed =
    search !== '' ||
    Object.entries(filters).some(([name, value]) => value !== undefined && value !== '' && value !== neutral[name])
  return {
    query,
    isNarrowed,
    change(part) {
      const next = { ...query, ...part }
      const address = href(
        Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== neutral[name])) as never,
      )
      router.visit(address, { only: [...only, 'query'], preserveState: true, preserveScroll: true, replace: true })
    },
  }
}
