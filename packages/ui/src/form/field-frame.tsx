import { useText } from 'ashlar/react'
import type { ReactNode } from 'react'

/** What every field shows around its input, and what ties the input to it. */
export interface FieldProps<Value> {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly error?: string | undefined
  /** A sentence of help, below the label. */
  readonly hint?: string
  readonly required?: boolean
  /** Whether the form may be sent without it. */
  readonly optional?: boolean
  /** Takes the value away, where it may be absent. */
  readonly onClear?: (() => void) | undefined
  readonly disabled?: boolean
}

export interface FieldFrameProps {
  readonly id: string
  readonly label: string
  readonly error?: string | undefined
  readonly hint?: string | undefined
  readonly required?: boolean | undefined
  readonly optional?: boolean | undefined
  readonly children: ReactNode
}

export const inputLook =
  'w-full min-h-9 rounded-md border border-strong/70 bg-surface px-3 py-1.5 text-ink placeholder:text-muted aria-invalid:border-danger disabled:opacity-60'

/** Label, help and message around an input. */
export function FieldFrame({ id, label, error, hint, required, optional, children }: FieldFrameProps): ReactNode {
  const text = useText('ui')
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {(required === false || optional) && <span className="ms-1.5 font-normal text-muted">({text('optional')})</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

/** The attributes that tie an input to its help and its message. */
export function describeInput({
  id,
  name,
  error,
  hint,
  required,
  disabled,
}: Omit<FieldProps<never>, 'value' | 'onChange' | 'label'>) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter((part) => part !== '').join(' ')
  return {
    id,
    name,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': described === '' ? undefined : described,
    required: required === true,
    disabled,
  }
}
