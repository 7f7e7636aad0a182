import type { Href } from 'ashlar/contract'
import { Link } from 'ashlar/react'
import type { MouseEvent, ReactNode } from 'react'
import { Button } from '../action/button.tsx'
import { EmptyState } from '../page/blocks.tsx'
import { useUiText } from '../ui-text.ts'
import { type Column, columnClass } from './column.ts'
import { HeaderCell } from './header-cell.tsx'
import { Pagination } from './pagination.tsx'
import type { List } from './use-list.ts'

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

/**
 * A page of a list. Sort order, search and page stand in the address, and only the list is loaded again.
 *
 * A narrow window shows each row as a card, with the headings beside the values.
 */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>): ReactNode {
  const { caption, list, rows, columns, rowHref, empty } = props
  if (rows.items.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface shadow-card">
        {list.isNarrowed || rows.total > 0 ? <NothingFound list={list} /> : empty}
      </div>
    )
  }
  const classes = columns.map(columnClass)
  const [first, ...others] = columns
  return (
    <div className="overflow-clip rounded-lg border border-line bg-surface shadow-card">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <section aria-label={caption} tabIndex={0} className="overflow-x-auto -outline-offset-2">
        <table className="ui-table ui-table-cards">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeaderCell key={column.label} column={column} list={list} />
              ))}
            </tr>
          </thead>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: each row has a link for the keyboard; this widens it for the pointer. */}
          <tbody onClick={rowHref && followRow}>
            {rows.items.map((row) => (
              <tr key={row.id}>
                <th scope="row" className={classes[0]}>
                  {rowHref ? <Link to={rowHref(row)}>{first.cell(row)}</Link> : first.cell(row)}
                </th>
                {others.map((column, index) => (
                  <td key={column.label} className={classes[index + 1]} data-label={column.label}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="border-t border-line">
        <Pagination list={list} rows={rows} />
      </div>
    </div>
  )
}

function NothingFound({ list }: { readonly list: List }): ReactNode {
  const text = useUiText()
  return (
    <EmptyState
      icon="search"
      title={text('nothingFound')}
      action={<Button onClick={list.clear}>{text('showAll')}</Button>}
    />
  )
}

/** A click beside the link of a row follows it too, unless it was meant for something else or ends a selection. */
function followRow(event: MouseEvent<HTMLElement>): void {
  const target = event.target as HTMLElement
  if (target.closest('a, button, input, select, label') || getSelection()?.toString()) return
  const link = target.closest('tr')?.querySelector('th a')
  link?.dispatchEvent(new globalThis.MouseEvent('click', event.nativeEvent))
}
