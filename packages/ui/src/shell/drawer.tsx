import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import { Navigation } from './navigation.tsx'

const square = 'grid size-9 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink'

/**
 * The menu of a narrow window: a button, and the browser's own modal dialog, which keeps the focus inside and closes
 * with Escape.
 */
export function Drawer(): ReactNode {
  const text = useUiText()
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => dialog.current?.close()
  return (
    <div className="lg:hidden">
      <button
        type="button"
        className={square}
        aria-label={text('menu')}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true)
          dialog.current?.showModal()
        }}
      >
        <Icon name="menu" size={20} />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the click beside the drawer; Escape is the browser's. */}
      <dialog
        ref={dialog}
        className="ui-drawer"
        aria-label={text('menu')}
        onClose={() => setOpen(false)}
        onClick={({ target }) => {
          if (target === dialog.current || (target as HTMLElement).closest('a')) close()
        }}
      >
        {isOpen && (
          <div className="flex min-h-full flex-col px-3 pb-6">
            <button type="button" className={`my-2 ms-auto ${square}`} aria-label={text('close')} onClick={close}>
              <Icon name="close" size={20} />
            </button>
            <Navigation className="flex-1" />
          </div>
        )}
      </dialog>
    </div>
  )
}
