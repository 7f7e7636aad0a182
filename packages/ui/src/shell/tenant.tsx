import type { Href, TenantChoice } from 'ashlar/contract'
import { Link, router, useShared } from 'ashlar/react'
import { type ReactNode, useId } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

const entry = 'flex min-h-9 w-full items-center gap-2.5 rounded px-2.5 text-start hover:bg-sunken'

/** The tenant that the page is for, and a way to the others. Shows nothing in an app that serves a single one. */
export function Tenant(): ReactNode {
  const text = useUiText()
  const popup = useId()
  const { tenancy } = useShared()
  if (!tenancy || tenancy.count === 0) return null
  const { current, choices, count, paths } = tenancy
  const close = () => document.getElementById(popup)?.hidePopover()
  const name = current?.name ?? text('tenant.none')
  if (current && count === 1) {
    return (
      <p className="flex min-w-0 items-center gap-2 px-1.5">
        <Icon name="building" className="text-muted" />
        <span className="truncate font-medium">{name}</span>
      </p>
    )
  }
  return (
    <>
      <button
        type="button"
        popoverTarget={popup}
        aria-label={text('tenant.switch', { name })}
        className="flex h-9 min-w-0 items-center gap-2 rounded-md px-1.5 hover:bg-sunken"
      >
        <Icon name="building" className="text-muted" />
        <span className="truncate font-medium">{name}</span>
        <Icon name="chevron-down" size={14} className="text-muted" />
      </button>
      <div id={popup} popover="auto" className="ui-tenant">
        <p className="px-2.5 pb-1 text-xs text-muted">{text('tenant.title')}</p>
        <ul className="grid">
          {choices.map((choice) => (
            <li key={choice.slug}>
              <Choice
                choice={choice}
                isCurrent={choice.slug === current?.slug}
                action={paths.switch}
                onChosen={close}
              />
            </li>
          ))}
        </ul>
        {count > choices.length && (
          <Link
            to={paths.choose as Href<'GET'>}
            className={`${entry} border-t border-line text-accent`}
            onClick={close}
          >
            {text('tenant.all', { count })}
          </Link>
        )}
      </div>
    </>
  )
}

interface ChoiceProps {
  readonly choice: TenantChoice
  readonly isCurrent: boolean
  readonly action: string
  readonly onChosen: () => void
}

/** A tenant with an address of its own is a page like any other; otherwise the session is told. */
function Choice({ choice: { name, slug, suspended, address }, isCurrent, action, onChosen }: ChoiceProps): ReactNode {
  const text = useUiText()
  const label = (
    <>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {suspended && <span className="text-[0.8125rem] text-muted">{text('tenant.suspended')}</span>}
      {isCurrent && <Icon name="check" className="text-accent" />}
    </>
  )
  if (address !== null && !suspended) {
    return (
      <a href={address} className={entry} aria-current={isCurrent ? 'true' : undefined}>
        {label}
      </a>
    )
  }
  return (
    <button
      type="button"
      disabled={suspended || isCurrent}
      aria-current={isCurrent ? 'true' : undefined}
      className={`${entry} disabled:hover:bg-transparent ${suspended ? 'opacity-60' : ''}`}
      onClick={() => {
        onChosen()
        router.visit(action, { method: 'post', data: { slug } })
      }}
    >
      {label}
    </button>
  )
}
