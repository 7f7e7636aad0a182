import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

/** What every field takes. All but label and hint come from `form.field('name')`. */
export interface FieldProps<Value> {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  /** Called instead of `onChange` when the field is emptied, where it may be. */
  readonly onClear?: (() => void) | undefined
  readonly error?: string | undefined
  /** A sentence of help, below the label. */
  readonly hint?: ReactNode
  /** @default what the route's schema says */
  readonly required?: boolean | undefined
  /** Whether the route's schema takes it empty. A field that may stay empty says so behind its label. */
  readonly optional?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Hides the label from sight, where a heading says it already. @default false */
  readonly hideLabel?: boolean | undefined
}

export type FieldFrameProps = Pick<
  FieldProps<unknown>,
  'id' | 'label' | 'error' | 'hint' | 'required' | 'optional' | 'hideLabel'
> & {
  readonly children: ReactNode
}

/** Label, help and message around an input. */
export function FieldFrame({ id, label, error, hint, hideLabel, children, ...field }: FieldFrameProps): ReactNode {
  const text = useUiText()
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
        {isOptional(field) && <span className="ms-1.5 font-normal text-muted">({text('optional')})</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
      {children}
      {error && <FieldMessage id={id} error={error} />}
    </div>
  )
}

/** The message of a field. */
export function FieldMessage({ id, error }: { readonly id: string; readonly error: string }): ReactNode {
  return (
    <p id={`${id}-error`} className="flex items-start gap-1 text-[0.8125rem] text-danger">
      <Icon name="alert" size={14} className="mt-[0.1875rem]" />
      {error}
    </p>
  )
}

/** A page may ask for more than the schema does. */
function isOptional({ required, optional }: Pick<FieldProps<unknown>, 'required' | 'optional'>): boolean {
  return required === undefined ? optional === true : !required
}

/** The attributes that tie an input to its help and its message. */
export function describeInput({
  id,
  name,
  error,
  hint,
  required,
  optional,
  disabled,
}: Pick<FieldProps<unknown>, 'id' | 'name' | 'error' | 'hint' | 'required' | 'optional' | 'disabled'>) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter((part) => part !== '').join(' ')
  return {
    id,
    name,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': described === '' ? undefined : described,
    required: required ?? optional === false,
    disabled,
  }
}
