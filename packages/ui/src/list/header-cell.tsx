import { Link } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { type Column, columnClass } from './column.ts'
import type { List } from './use-list.ts'

export interface HeaderCellProps {
  readonly column: Pick<Column<never>, 'label' | 'sort' | 'align' | 'hideBelow'>
  readonly list: List
}

/** The heading of a column. One that can be sorted by is a link to the list in that order, and then in the other. */
export function HeaderCell({ column, list }: HeaderCellProps): ReactNode {
  const { sort, align, label } = column
  if (sort === undefined) {
    return (
      <th scope="col" className={columnClass(column)}>
        {label}
      </th>
    )
  }
  const isUp = list.query.sort === sort
  const isDown = list.query.sort === `-${sort}`
  const isSorted = isUp || isDown
  return (
    <th scope="col" className={columnClass(column)} aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}>
      <Link
        to={list.address({ sort: isUp ? `-${sort}` : sort, page: 1 })}
        only={list.only}
        preserveState
        preserveScroll
        className={`-m-1 inline-flex items-center gap-1 rounded p-1 underline-offset-4 hover:text-ink hover:underline ${align === 'end' ? 'flex-row-reverse' : ''} ${isSorted ? 'text-ink' : ''}`}
      >
        {label}
        {isSorted && <Icon name="chevron-down" size={14} className={isUp ? 'rotate-180' : undefined} />}
      </Link>
    </th>
  )
}
