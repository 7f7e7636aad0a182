import type { Href } from 'ashlar/contract'
import { Link, Title } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

/** A page above this one. */
export interface Crumb {
  readonly label: string
  readonly to: Href<'GET'>
}

export interface PageHeaderProps {
  readonly title: string
  /** A line below the title. */
  readonly description?: ReactNode
  /** Buttons for what can be done here. */
  readonly actions?: ReactNode
  /** The pages above this one, from the top. */
  readonly breadcrumb?: readonly Crumb[]
}

/** The heading of a page, which is its title too. */
export function PageHeader({ title, description, actions, breadcrumb }: PageHeaderProps): ReactNode {
  return (
    <header className="mb-5">
      <Title>{title}</Title>
      {breadcrumb && <Breadcrumb crumbs={breadcrumb} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl leading-8 font-semibold tracking-tight text-balance sm:text-2xl">{title}</h1>
          {description && <p className="text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  )
}

function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }): ReactNode {
  const text = useUiText()
  return (
    <nav aria-label={text('breadcrumb')}>
      <ol className="flex flex-wrap items-center gap-1 text-[0.8125rem] text-muted">
        {crumbs.map(({ label, to }) => (
          <li key={to} className="flex items-center gap-1">
            <Link to={to} className="hover:text-ink hover:underline">
              {label}
            </Link>
            <Icon name="chevron-right" size={14} className="rtl:rotate-180" />
          </li>
        ))}
      </ol>
    </nav>
  )
}
