import { router, useShared, useText } from 'ashlar/react'
import { Menu as MenuIcon, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '../action/button.tsx'
import { Flash } from './flash.tsx'
import { Navigation } from './navigation.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The frame of an app's pages: menu, account, messages and content. */
export function AppShell({ children }: { readonly children: ReactNode }): ReactNode {
  const text = useText('ui')
  const { app } = useShared()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const stop = router.on('navigate', () => {
      setOpen(false)
    })
    return () => {
      stop()
    }
  }, [])

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        {text('skip')}
      </a>
      <aside
        id="menu"
        className={`${open ? 'fixed inset-0 z-40 flex' : 'hidden'} flex-col gap-6 border-e border-line bg-surface p-4 lg:sticky lg:top-0 lg:flex lg:h-dvh`}
      >
        <div className="flex items-center justify-between px-2 pt-1">
          <a href={app.home} className="text-base font-semibold tracking-tight">
            {app.name}
          </a>
          <Button look="quiet" className="lg:hidden" onClick={() => setOpen(false)} aria-label={text('close')}>
            <X className="size-5" aria-hidden />
          </Button>
        </div>
        <Navigation />
      </aside>
      <div className="flex min-w-0 flex-col">
        <div className="flex h-14 items-center justify-between gap-3 border-b border-line bg-surface px-4 sm:px-6 lg:justify-end">
          <Button
            look="quiet"
            className="lg:hidden"
            onClick={() => setOpen(true)}
            aria-label={text('menu')}
            aria-controls="menu"
            aria-expanded={open}
          >
            <MenuIcon className="size-5" aria-hidden />
          </Button>
          <Account />
        </div>
        <main id="content" className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 sm:px-6 lg:py-8">
          <Flash />
          {children}
        </main>
      </div>
    </div>
  )
}

/** Who is signed in, and the way in or out. */
function Account(): ReactNode {
  const text = useText('ui')
  const { user, account } = useShared()
  return (
    <div className="flex items-center gap-3 text-sm">
      <ThemeSwitch />
      {user && account?.profile && (
        <a href={account.profile} className="max-w-40 truncate text-ink hover:underline" title={user.email}>
          {user.name}
        </a>
      )}
      {user && account && (
        <Button look="quiet" onClick={() => router.visit(account.signOut, { method: 'post' })}>
          {text('signOut')}
        </Button>
      )}
      {!user && account && (
        <a className="font-medium text-accent hover:underline" href={account.signIn}>
          {text('signIn')}
        </a>
      )}
    </div>
  )
}
