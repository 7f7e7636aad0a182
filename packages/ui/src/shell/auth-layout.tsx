import { useShared } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Flash } from './flash.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The frame of pages that stand before the app: sign-in, sign-up. */
export function AuthLayout({ children }: { readonly children: ReactNode }): ReactNode {
  const { app } = useShared()
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto] px-4 py-3">
      <div className="justify-self-end">
        <ThemeSwitch />
      </div>
      <main className="w-full max-w-96 self-center justify-self-center pb-16">
        <p className="mb-5 text-center text-lg font-semibold tracking-tight">{app.name}</p>
        <div className="rounded-lg border border-line bg-surface p-6 shadow-card sm:p-7 [&_button[type=submit]]:w-full">
          {children}
        </div>
      </main>
      <Flash />
    </div>
  )
}
