import { useFlash } from 'ashlar/react'
import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

const looks = {
  success: { icon: 'done', color: 'text-success' },
  info: { icon: 'info', color: 'text-accent' },
  warning: { icon: 'warning', color: 'text-warning' },
  error: { icon: 'alert', color: 'text-danger' },
} as const

/** Long enough to be read twice. */
const goneAfterMs = 7000

/**
 * The message that the last action left, announced to those who cannot see it appear.
 *
 * News of success goes by itself, but not while the pointer or the focus is on it. All else stays until it is dismissed.
 */
export function Flash(): ReactNode {
  const text = useUiText()
  const flash = useFlash()
  const [dismissed, setDismissed] = useState<object>()
  const [held, setHeld] = useState(false)
  const isShown = flash !== undefined && dismissed !== flash
  const passes = isShown && !held && (flash.kind === 'success' || flash.kind === 'info')

  useEffect(() => {
    if (!passes) return
    const timer = setTimeout(() => setDismissed(flash), goneAfterMs)
    return () => clearTimeout(timer)
  }, [passes, flash])

  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-30 grid justify-items-center p-4 sm:justify-items-end print:hidden"
    >
      {isShown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: nothing happens but that the message waits.
        <div
          className="ui-flash pointer-events-auto flex w-full max-w-sm items-start gap-2.5 rounded-lg border border-line bg-raised py-2.5 ps-3.5 pe-2 shadow-popup"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <Icon name={looks[flash.kind].icon} size={18} className={`mt-0.5 ${looks[flash.kind].color}`} />
          <p className="flex-1 py-px">{flash.message}</p>
          <button
            type="button"
            aria-label={text('close')}
            className="grid size-6 place-items-center rounded text-muted hover:bg-sunken hover:text-ink"
            onClick={() => {
              setDismissed(flash)
              setHeld(false)
            }}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </div>
  )
}
