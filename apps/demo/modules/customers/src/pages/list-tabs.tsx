import { Can, Link, useText } from 'ashlar/react'
import { can, routes } from '../contract.ts'
import type en from '../locales/en.json'

const tabs = { current: () => routes.list(), deleted: () => routes.listDeleted() }

export interface ListTabsProps {
  readonly shown: keyof typeof tabs
}

/** Leads from the customers that there are to those that were deleted, and back. */
export function ListTabs({ shown }: ListTabsProps) {
  const text = useText<typeof en>('customers')
  return (
    <Can do={can.edit}>
      <nav aria-label={text('tabs.label')} className="mb-3 flex flex-wrap gap-1">
        {(['current', 'deleted'] as const).map((tab) => (
          <Link
            key={tab}
            to={tabs[tab]()}
            aria-current={tab === shown ? 'page' : undefined}
            className="rounded-md px-2.5 py-1 text-muted hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
          >
            {text(`tabs.${tab}`)}
          </Link>
        ))}
      </nav>
    </Can>
  )
}
