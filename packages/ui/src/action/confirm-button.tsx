import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useText } from 'ashlar/react'
import { type ReactNode, useState } from 'react'
import { Button, type ButtonLook } from './button.tsx'

export interface ConfirmButtonProps {
  /** The text of the button, and of the one that confirms. */
  readonly label: string
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly description: string
  readonly onConfirm: () => void
  readonly look?: ButtonLook
  readonly disabled?: boolean
}

/** A button that asks before it acts. */
export function ConfirmButton({
  label,
  title,
  description,
  onConfirm,
  look = 'plain',
  disabled = false,
}: ConfirmButtonProps): ReactNode {
  const text = useText('ui')
  const [open, setOpen] = useState(false)
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger render={<Button look={look} disabled={disabled} />}>{label}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 bg-black/40" />
        <AlertDialog.Popup className="fixed start-1/2 top-1/2 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-xl rtl:translate-x-1/2">
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted">{description}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{text('cancel')}</AlertDialog.Close>
            <Button
              look="danger"
              onClick={() => {
                setOpen(false)
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
