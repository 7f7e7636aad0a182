import type { Href } from 'ashlar/contract'
import { router } from 'ashlar/react'

/** The query of a list, as it stands in the address. */
export interface ListQuery {
  readonly search: string
  readonly sort: string
  /** Counted from 1. */
  readonly page: number
  readonly [filter: string]: unknown
}

/** A list whose search, filters, sort order and page stand in the address. */
export interface List {
  readonly query: ListQuery
  /** The props that change with the query; a visit loads no others. */
  readonly only: readonly string[]
  /** Whether a search or a filter leaves something out. */
  readonly isNarrowed: boolean
  /** The address of the list with a part of its query changed. */
  readonly address: (part: Readonly<Record<string, unknown>>) => Href<'GET'>
  /** Shows the list with a part of its query changed, and loads nothing else of the page. */
  readonly change: (part: Readonly<Record<string, unknown>>) => void
  /** Shows the whole list. */
  readonly clear: () => void
}

export interface UseListOptions {
  /** The address of the list for a query: `(query) => routes.list({ query })`. */
  readonly href: (query: never) => string
  /** The query that the page was given. */
  readonly query: ListQuery
  /** The props that change with the query, besides `query` itself. */
  readonly only: readonly string[]
  /** Values of filters that leave nothing out. @default none */
  readonly neutral?: Readonly<Record<string, unknown>>
}

/** What leaves nothing out in every list. */
const whole = { search: '', page: 1 }

/** Ties a list to its address: what is seen can be bookmarked, sent to somebody, and undone by "back". */
export function useList({ href, query, only, neutral = {} }: UseListOptions): List {
  const left: Readonly<Record<string, unknown>> = { ...whole, ...neutral }
  const { sort: _sort, page: _page, ...narrowing } = query
  const loaded = [...only, 'query']

  function address(part: Readonly<Record<string, unknown>>): Href<'GET'> {
    const entries = Object.entries({ ...query, ...part }).filter(([name, value]) => value !== left[name])
    return href(Object.fromEntries(entries) as never) as Href<'GET'>
  }

  function change(part: Readonly<Record<string, unknown>>): void {
    router.visit(address(part), { only: loaded, preserveState: true, preserveScroll: true, replace: true })
  }

  return {
    query,
    only: loaded,
    isNarrowed: Object.entries(narrowing).some(
      ([name, value]) => value !== undefined && value !== '' && value !== left[name],
    ),
    address,
    change,
    clear: () => change({ ...Object.fromEntries(Object.keys(narrowing).map((name) => [name, undefined])), page: 1 }),
  }
}
