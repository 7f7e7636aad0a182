import type { Href } from 'ashlar/contract'
import { Link, usePage, useShared, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { findIcon } from '../icons.ts'

/** The menu of the app, in its groups, with the current entry marked. */
export function Navigation(): ReactNode {
  const text = useText('ui')
  const { menu } = useShared()
  const { url } = usePage()
  const path = url.split('?')[0] ?? url
  const current = menu
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((left, right) => right.href.length - left.href.length)[0]
  const groups = Map.groupBy(menu, ({ group }) => group)
  return (
    <nav aria-label={text('menu')} className="grid gap-5 overflow-y-auto">
      {[...groups].map(([group, entries]) => (
        <div key={group ?? ''}>
          {group && <p className="px-2 pb-1 text-xs font-medium text-muted">{group}</p>}
          <ul className="grid gap-0.5">
            {entries.map(({ href, label, icon }) => {
              const Icon = findIcon(icon)
              const isCurrent = current?.href === href
              return (
                <li key={href}>
                  <Link
                    to={href as Href<'GET'>}
                    aria-current={isCurrent ? 'page' : undefined}
                    className={`flex min-h-9 items-center gap-2.5 rounded-md px-2 text-sm ${isCurrent ? 'bg-accent-soft font-medium text-accent' : 'text-ink hover:bg-sunken'}`}
                  >
                    {Icon && <Icon className="size-4 shrink-0" aria-hidden />}
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
