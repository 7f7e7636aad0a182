import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'

/** Loaded when it is first asked for: no page needs it to be shown. */
const ConfirmPopup = lazy(async () => ({ default: (await import('./confirm-popup.tsx')).ConfirmPopup }))

export interface ConfirmButtonProps extends Pick<ButtonProps, 'look' | 'icon' | 'disabled'> {
  /** The text of the button, and of the one that confirms. */
  readonly label: string
  /** The question. */
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly description: string
  readonly onConfirm: () => void
}

/** A button that asks before it acts. */
export function ConfirmButton({ label, title, description, onConfirm, ...button }: ConfirmButtonProps): ReactNode {
  const [open, setOpen] = useState<boolean>()
  return (
    <>
      <Button {...button} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open !== undefined && (
        <Suspense>
          <ConfirmPopup
            open={open}
            onOpenChange={setOpen}
            label={label}
            title={title}
            description={description}
            onConfirm={onConfirm}
          />
        </Suspense>
      )}
    </>
  )
}
