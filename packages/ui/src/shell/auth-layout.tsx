import { useShared } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Flash } from './flash.tsx'

/** The frame of pages that stand before the app: sign-in, sign-up. */
export function AuthLayout({ children }: { readonly children: ReactNode }): ReactNode {
  const { app } = useShared()
  return (
    <main className="grid min-h-dvh content-start justify-items-center px-4 py-10 sm:content-center">
      <div className="w-full max-w-sm">
        <p className="mb-6 text-center text-base font-semibold tracking-tight">{app.name}</p>
        <div className="rounded-xl border border-line bg-surface p-6">
          <Flash />
          {children}
        </div>
      </div>
    </main>
  )
}
