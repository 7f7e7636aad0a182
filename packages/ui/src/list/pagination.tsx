import { Link, useFormat } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import type { List } from './use-list.ts'

export interface PaginationProps {
  readonly list: List
  readonly rows: { readonly page: number; readonly perPage: number; readonly total: number }
}

const cell = 'grid h-8 min-w-8 place-items-center rounded-md px-1.5'

/** Says which part of a list is shown, and leads to the others. */
export function Pagination({ list, rows: { page, perPage, total } }: PaginationProps): ReactNode {
  const text = useUiText()
  const { number } = useFormat()
  const pages = Math.max(1, Math.ceil(total / perPage))
  const from = (page - 1) * perPage + 1
  const range = { from: number(from), to: number(Math.min(page * perPage, total)), total: number(total) }
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-1.5 text-[0.8125rem] tabular-nums">
      <p className="text-muted">{text('range', range)}</p>
      {pages > 1 && (
        <nav aria-label={text('pageOf', { page, pages })}>
          <ul className="flex items-center gap-0.5">
            <Step list={list} page={page - 1} pages={pages} label={text('previous')} icon="chevron-left" />
            {listPages(page, pages).map((target) => (
              <li key={target}>
                {target < 0 ? (
                  <span className={`${cell} text-muted`}>…</span>
                ) : (
                  <Link
                    to={list.address({ page: target })}
                    only={list.only}
                    preserveState
                    aria-current={target === page ? 'page' : undefined}
                    className={`${cell} ${target === page ? 'bg-accent-soft font-semibold text-accent' : 'hover:bg-sunken'}`}
                  >
                    {number(target)}
                  </Link>
                )}
              </li>
            ))}
            <Step list={list} page={page + 1} pages={pages} label={text('next')} icon="chevron-right" />
          </ul>
        </nav>
      )}
    </div>
  )
}

interface StepProps {
  readonly list: List
  readonly page: number
  readonly pages: number
  readonly label: string
  readonly icon: 'chevron-left' | 'chevron-right'
}

/** The way to a neighbour; at either end of the list there is only its place. */
function Step({ list, page, pages, label, icon }: StepProps): ReactNode {
  const picture = <Icon name={icon} className="rtl:rotate-180" />
  return (
    <li>
      {page >= 1 && page <= pages ? (
        <Link
          to={list.address({ page })}
          only={list.only}
          preserveState
          aria-label={label}
          className={`${cell} hover:bg-sunken`}
        >
          {picture}
        </Link>
      ) : (
        <span className={`${cell} opacity-35`}>{picture}</span>
      )}
    </li>
  )
}

/** The first page, the last, and those around the one that is shown. A gap is the negative of the page after it. */
export function listPages(page: number, pages: number): readonly number[] {
  const wanted = new Set([1, page - 1, page, page + 1, pages])
  const targets = [...wanted].filter((target) => target >= 1 && target <= pages).toSorted((one, two) => one - two)
  return targets.flatMap((target, index) => {
    const gap = target - (targets[index - 1] ?? target - 1)
    if (gap === 2) return [target - 1, target]
    return gap > 2 ? [-target, target] : [target]
  })
}
