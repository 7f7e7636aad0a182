import type { ReactNode } from 'react'
import { Button } from '../action/button.tsx'
import { useUiText } from '../ui-text.ts'
import { ErrorSummary, type FormState } from './error-summary.tsx'

export interface FormProps {
  /** What `useForm` gave. */
  readonly form: FormState
  readonly children: ReactNode
  /** The text of the button that sends. @default "Save" */
  readonly submitLabel?: string
  /** Stands beside the button: a way out. */
  readonly secondary?: ReactNode
}

/** A form with a summary of what was refused, and its buttons. */
export function Form({ form, children, submitLabel, secondary }: FormProps): ReactNode {
  const text = useUiText()
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-5">
      <ErrorSummary form={form} />
      {children}
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" type="submit" busy={form.processing}>
          {submitLabel ?? text('save')}
        </Button>
        {secondary}
      </div>
    </form>
  )
}

/** Puts fields side by side where there is room. */
export function FieldGrid({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="grid items-start gap-x-5 gap-y-4 sm:grid-cols-2">{children}</div>
}
