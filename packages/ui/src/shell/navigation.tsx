import type { Href } from 'ashlar/contract'
import { Link, usePage, useShared } from 'ashlar/react'
import type { ReactNode } from 'react'
import { findIcon, Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

const entryClass = 'flex min-h-8.5 items-center gap-2.5 rounded-md px-2'

/** The menu of the app, in its groups, with the current entry marked. */
export function Navigation({ className }: { readonly className: string }): ReactNode {
  const text = useUiText()
  const { menu } = useShared()
  const current = findCurrent(
    menu.map(({ href }) => href),
    usePage().url,
  )
  const groups = Map.groupBy(menu, ({ group }) => group)
  return (
    <nav aria-label={text('menu')} className={className}>
      {[...groups].map(([group, entries]) => (
        <div key={group ?? ''} className="mt-4 first:mt-1">
          {group && <p className="px-2 pb-1 text-xs font-medium text-muted">{group}</p>}
          <ul className="grid gap-0.5">
            {entries.map(({ href, label, icon }) => {
              const isCurrent = href === current
              const name = findIcon(icon)
              return (
                <li key={href}>
                  <Link
                    to={href as Href<'GET'>}
                    aria-current={isCurrent ? 'page' : undefined}
                    className={`${entryClass} ${isCurrent ? 'bg-accent-soft font-medium text-accent' : 'hover:bg-line/60'}`}
                  >
                    {name && <Icon name={name} size={17} className={isCurrent ? undefined : 'text-muted'} />}
                    {label}
                  </Link>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The entry whose page, or a page below it, is shown; the longest address when several fit. */
function findCurrent(addresses: readonly string[], url: string): string | undefined {
  const [path = ''] = url.split('?')
  const above = addresses.filter((href) => path === href || path.startsWith(`${href}/`))
  return above.toSorted((left, right) => right.length - left.length)[0]
}
