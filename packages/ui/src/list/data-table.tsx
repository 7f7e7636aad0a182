import type { Href } from 'ashlar/contract'
import { Link, useText } from 'ashlar/react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../page/blocks.tsx'
import type { List } from './use-list.ts'

export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** The sort order of the list's query that this column stands for; without one it cannot be sorted by. */
  readonly sort?: string
  /** Numbers stand at the end of their column. @default 'start' */
  readonly align?: 'start' | 'end'
}

export interface DataTableProps<Row extends { readonly id: string }> {
  /** What the table lists, for those who do not see it. */
  readonly caption: string
  readonly list: List
  readonly rows: {
    readonly items: readonly Row[]
    readonly page: number
    readonly perPage: number
    readonly total: number
  }
  readonly columns: readonly [Column<Row>, ...Column<Row>[]]
  /** The page of a row; its first cell links to it. */
  readonly rowHref?: (row: Row) => Href<'GET'>
  /** Shown when the whole list is empty. */
  readonly empty: ReactNode
}

/** A page of a list. Sort order, search and page stand in the address, and only the list is loaded again. */
export function DataTable<Row extends { readonly id: string }>({
  caption,
  list,
  rows,
  columns,
  rowHref,
  empty,
}: DataTableProps<Row>): ReactNode {
  const text = useText('ui')
  const [first, ...others] = columns
  if (rows.items.length === 0) {
    return (
      <div className="rounded-xl border border-line bg-surface">
        {list.isNarrowed || rows.total > 0 ? <EmptyState title={text('nothingFound')} /> : empty}
      </div>
    )
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <section className="overflow-x-auto rounded-xl border border-line bg-surface" aria-label={caption} tabIndex={0}>
        <table className="w-full text-start">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b border-line">
              {columns.map((column) => (
                <HeaderCell key={column.label} column={column} list={list} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.items.map((row) => (
              <tr key={row.id} className="border-b border-line last:border-0 hover:bg-sunken/60">
                <th scope="row" className={cellLook(first.align, 'font-medium')}>
                  {rowHref ? (
                    <Link to={rowHref(row)} className="text-accent hover:underline">
                      {first.cell(row)}
                    </Link>
                  ) : (
                    first.cell(row)
                  )}
                </th>
                {others.map((column) => (
                  <td key={column.label} className={cellLook(column.align)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Pagination list={list} rows={rows} />
    </>
  )
}

function cellLook(align: 'start' | 'end' = 'start', extra = ''): string {
  const side = align === 'end' ? 'text-end tabular-nums' : 'text-start'
  return `px-4 py-2.5 align-top ${side} ${extra}`
}

function HeaderCell<Row>({ column, list }: { readonly column: Column<Row>; readonly list: List }): ReactNode {
  const text = useText('ui')
  const { sort, align, label } = column
  const look = `px-4 py-2.5 text-xs font-medium whitespace-nowrap text-muted ${align === 'end' ? 'text-end' : 'text-start'}`
  if (!sort) {
    return (
      <th scope="col" className={look}>
        {label}
      </th>
    )
  }
  const isUp = list.query.sort === sort
  const isDown = list.query.sort === `-${sort}`
  return (
    <th scope="col" aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'} className={look}>
      <button
        type="button"
        className="inline-flex items-center gap-1 hover:text-ink"
        aria-label={text('sortBy', { column: label })}
        onClick={() => list.change({ sort: isUp ? `-${sort}` : sort, page: 1 })}
      >
        {label}
        {isUp && <ArrowUp className="size-3.5" aria-hidden />}
        {isDown && <ArrowDown className="size-3.5" aria-hidden />}
      </button>
    </th>
  )
}

interface PaginationProps {
  readonly list: List
  readonly rows: {
    readonly page: number
    readonly perPage: number
    readonly total: number
    readonly items: readonly unknown[]
  }
}

/** Where the page stands in the list, and the ways to its neighbours. */
function Pagination({ list, rows }: PaginationProps): ReactNode {
  const text = useText('ui')
  const { page, perPage, total, items } = rows
  const pages = Math.max(1, Math.ceil(total / perPage))
  const from = (page - 1) * perPage + 1
  const step =
    'inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-3 text-sm disabled:opacity-50'
  return (
    <nav
      aria-label={text('pageOf', { page, pages })}
      className="mt-4 flex flex-wrap items-center justify-between gap-3 text-sm text-muted"
    >
      <p>{text('range', { from, to: from + items.length - 1, total })}</p>
      {pages > 1 && (
        <div className="flex items-center gap-2">
          <button type="button" className={step} disabled={page <= 1} onClick={() => list.change({ page: page - 1 })}>
            {text('previous')}
          </button>
          <span>{text('pageOf', { page, pages })}</span>
          <button
            type="button"
            className={step}
            disabled={page >= pages}
            onClick={() => list.change({ page: page + 1 })}
          >
            {text('next')}
          </button>
        </div>
      )}
    </nav>
  )
}
