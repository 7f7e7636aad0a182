import { Title } from 'ashlar/react'
import type { ReactNode } from 'react'

export interface PageHeaderProps {
  readonly title: string
  /** A line below the title. */
  readonly description?: ReactNode
  /** Buttons for what can be done here. */
  readonly actions?: ReactNode
}

/** The heading of a page, which is its title too. */
export function PageHeader({ title, description, actions }: PageHeaderProps): ReactNode {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <Title>{title}</Title>
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {description && <p className="mt-1 text-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
