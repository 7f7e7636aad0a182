import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { useUiText } from '../ui-text.ts'
import { Button } from './button.tsx'

export interface ConfirmPopupProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly label: string
  readonly title: string
  readonly description: string
  readonly onConfirm: () => void
}

const faded = 'transition duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** The dialog of `ConfirmButton`. The focus begins on the button that changes nothing. */
export function ConfirmPopup({
  open,
  onOpenChange,
  label,
  title,
  description,
  onConfirm,
}: ConfirmPopupProps): ReactNode {
  const text = useUiText()
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={`fixed inset-0 z-40 bg-black/45 ${faded}`} />
        <AlertDialog.Popup
          className={`fixed inset-x-4 top-[18vh] z-50 mx-auto max-w-md rounded-lg border border-line bg-raised p-5 shadow-popup data-ending-style:scale-97 data-starting-style:scale-97 ${faded}`}
        >
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-muted">{description}</AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{text('cancel')}</AlertDialog.Close>
            <Button
              look="danger"
              onClick={() => {
                onOpenChange(false)
                onConfirm()
              }}
            >
              {label}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
