import { useText } from 'ashlar/react'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../action/button.tsx'

/** What a form shows of `useForm`. */
export interface FormState {
  readonly id: string
  readonly errors: Readonly<Record<string, string | undefined>> | object
  readonly processing: boolean
  readonly submit: (event?: FormEvent) => void
}

export interface FormProps {
  readonly form: FormState
  readonly children: ReactNode
  /** The text of the button that sends. @default "Save" */
  readonly submitLabel?: string
  /** Stands beside the button: a way out. */
  readonly secondary?: ReactNode
}

/** A form with a summary of what was refused, and its buttons. */
export function Form({ form, children, submitLabel, secondary }: FormProps): ReactNode {
  const text = useText('ui')
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-5">
      <ErrorSummary form={form} />
      {children}
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" type="submit" disabled={form.processing}>
          {submitLabel ?? text('save')}
        </Button>
        {secondary}
      </div>
    </form>
  )
}

/** Lists what was refused, each with a link to its field, and takes the focus when it appears. */
export function ErrorSummary({ form }: { readonly form: FormState }): ReactNode {
  const text = useText('ui')
  const summary = useRef<HTMLDivElement>(null)
  const errors = Object.entries(form.errors as Readonly<Record<string, string | undefined>>)
  const shown = errors.length > 0
  useEffect(() => {
    if (shown) summary.current?.focus()
  }, [shown])
  if (!shown) return null
  return (
    <div
      ref={summary}
      tabIndex={-1}
      role="alert"
      className="rounded-md border border-danger/50 bg-danger-soft p-3 text-sm"
    >
      <p className="font-medium text-danger">{text('problems')}</p>
      <ul className="mt-1 list-disc ps-5">
        {errors.map(([field, message]) => (
          <li key={field}>
            <a className="underline" href={`#${form.id}-${field}`}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Puts fields side by side where there is room. */
export function FieldGrid({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="grid gap-4 sm:grid-cols-2">{children}</div>
}
