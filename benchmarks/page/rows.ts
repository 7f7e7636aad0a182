/** The page that both sides render on the server: twenty menu entries, who is signed in, fifty rows. */
import { createElement as h, type ReactNode } from 'react'

interface Row {
  readonly id: string
  readonly number: number
  readonly name: string
  readonly city: string
  readonly country: string
  readonly total: number
  readonly open: boolean
  /** pg gives a `date` as a Date; Ashlar as the text it is. */
  readonly ordered_on: string | Date
}

export interface RowsProps {
  readonly rows: readonly Row[]
  readonly user: { readonly name: string } | null
  readonly menu: readonly { readonly href: string; readonly label: string }[]
}

export default function Rows({ rows, user, menu }: RowsProps): ReactNode {
  return h(
    'main',
    null,
    h(
      'nav',
      null,
      menu.map(({ href, label }) => h('a', { key: href, href, className: 'entry' }, label)),
    ),
    h('p', null, user?.name ?? 'Nobody'),
    h(
      'table',
      null,
      h(
        'tbody',
        null,
        rows.map((row) => h(TableRow, { key: row.id, row })),
      ),
    ),
  )
}

function TableRow({ row }: { readonly row: Row }): ReactNode {
  const { id, number, name, city, country, total, open, ordered_on } = row
  const cells = [id, number, name, city, country, total, open ? 'open' : 'done', formatDay(ordered_on)]
  return h(
    'tr',
    { className: 'row' },
    cells.map((cell, index) => h('td', { key: index, className: 'cell' }, cell)),
  )
}

const formatDay = (day: string | Date): string => (typeof day === 'string' ? day : day.toISOString().slice(0, 10))
