import type { Href } from 'ashlar/contract'
import { Link, router, useShared } from 'ashlar/react'
import { type ReactNode, useId } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

const entry = 'flex min-h-9 w-full items-center gap-2.5 rounded px-2.5 text-start hover:bg-sunken'

/** Who is signed in, and the ways in and out. The popup is the browser's own: it closes with Escape and a click beside it. */
export function Account(): ReactNode {
  const text = useUiText()
  const popup = useId()
  const { user, account } = useShared()
  if (!account) return null
  if (!user) {
    return (
      <Link to={account.signIn as Href<'GET'>} className="px-2 font-medium text-accent hover:underline">
        {text('signIn')}
      </Link>
    )
  }
  return (
    <>
      <button
        type="button"
        popoverTarget={popup}
        className="flex h-9 max-w-56 items-center gap-2 rounded-md ps-1.5 pe-2 hover:bg-sunken"
      >
        <span
          aria-hidden
          className="grid size-6.5 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.6875rem] font-semibold text-accent"
        >
          {initialsOf(user.name)}
        </span>
        <span className="truncate max-sm:sr-only">{user.name}</span>
        <Icon name="chevron-down" size={14} className="text-muted" />
      </button>
      <div id={popup} popover="auto" className="ui-account">
        <p className="border-b border-line px-2.5 pt-1 pb-2">
          <span className="block truncate font-medium">{user.name}</span>
          <span className="block truncate text-[0.8125rem] text-muted">{user.email}</span>
        </p>
        <div className="mt-1.5 grid">
          {account.profile !== undefined && (
            <Link to={account.profile as Href<'GET'>} className={entry} onClick={() => hidePopup(popup)}>
              <Icon name="user" className="text-muted" />
              {text('account')}
            </Link>
          )}
          <button type="button" className={entry} onClick={() => router.visit(account.signOut, { method: 'post' })}>
            <Icon name="log-out" className="text-muted" />
            {text('signOut')}
          </button>
        </div>
      </div>
    </>
  )
}

function hidePopup(id: string): void {
  document.getElementById(id)?.hidePopover()
}

/** The first letters of the first and the last name. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const [first = ''] = words
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return [first, last].map((word) => [...word].slice(0, 1).join('')).join('')
}
