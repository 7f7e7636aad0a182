import type { Href } from 'ashlar/contract'
import { Link, useShared } from 'ashlar/react'
import type { ReactNode } from 'react'
import { useUiText } from '../ui-text.ts'
import { Account } from './account.tsx'
import { Drawer } from './drawer.tsx'
import { Flash } from './flash.tsx'
import { Navigation } from './navigation.tsx'
import { Tenant } from './tenant.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The frame of an app's pages: menu, account, messages and content. It stays while pages change. */
export function AppShell({ children }: { readonly children: ReactNode }): ReactNode {
  const text = useUiText()
  const { menu, tenancy } = useShared()
  const hasMenu = menu.length > 0
  return (
    <div className={`min-h-dvh ${hasMenu ? 'lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]' : ''}`}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        {text('skip')}
      </a>
      {hasMenu && (
        <aside className="sticky top-0 hidden h-dvh flex-col border-e border-line bg-sunken lg:flex print:hidden">
          <AppName className="flex h-13 shrink-0 items-center px-5" />
          <Navigation className="flex-1 overflow-y-auto px-3 pb-6" />
        </aside>
      )}
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-13 items-center gap-1 border-b border-line bg-surface px-3 sm:px-5 print:hidden">
          {hasMenu && <Drawer />}
          {/* A narrow window has room for one of the two, and whose rows are shown matters more. */}
          <AppName
            className={`truncate px-1.5 ${hasMenu ? 'lg:hidden' : ''} ${tenancy?.current ? 'max-sm:sr-only' : ''}`}
          />
          <Tenant />
          <div className="ms-auto flex shrink-0 items-center gap-1">
            <ThemeSwitch />
            <Account />
          </div>
        </header>
        <main id="content" className="mx-auto w-full max-w-7xl flex-1 px-4 py-5 sm:px-6 lg:px-8 lg:py-6">
          {children}
        </main>
      </div>
      <Flash />
    </div>
  )
}

/** The name of the app, which leads to its start. */
function AppName({ className }: { readonly className: string }): ReactNode {
  const { app } = useShared()
  return (
    <Link to={app.home as Href<'GET'>} className={`text-[0.9375rem] font-semibold tracking-tight ${className}`}>
      {app.name}
    </Link>
  )
}
