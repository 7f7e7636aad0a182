import type { ReactNode } from 'react'

/** A column of a table. */
export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** The sort order of the list's query that this column stands for; without one it cannot be sorted by. */
  readonly sort?: string
  /** Numbers stand at the end of their column. @default 'start' */
  readonly align?: 'start' | 'end'
  /** Leaves the column out where the window is narrower: 48, 64 or 80 rem. */
  readonly hideBelow?: 'md' | 'lg' | 'xl'
}

const hidden = { md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' } as const

/** The class names of a column's cells, or `undefined` when it needs none. */
export function columnClass({ align, hideBelow }: Pick<Column<never>, 'align' | 'hideBelow'>): string | undefined {
  if (hideBelow === undefined) return align === 'end' ? 'end' : undefined
  return align === 'end' ? `end ${hidden[hideBelow]}` : hidden[hideBelow]
}
