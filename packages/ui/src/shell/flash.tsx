import { useFlash } from 'ashlar/react'
import type { ReactNode } from 'react'

const looks = {
  success: 'border-success/40 bg-success-soft text-success',
  info: 'border-line bg-sunken text-ink',
  warning: 'border-warning/40 bg-warning-soft text-warning',
  error: 'border-danger/40 bg-danger-soft text-danger',
} as const

/** The message that the last action left, announced to those who cannot see it appear. */
export function Flash(): ReactNode {
  const flash = useFlash()
  return (
    <div role="status" aria-live="polite">
      {flash && (
        <p className={`mb-5 rounded-md border px-4 py-2.5 text-sm font-medium ${looks[flash.kind]}`}>{flash.message}</p>
      )}
    </div>
  )
}
