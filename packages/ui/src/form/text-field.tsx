import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react'
import { describeInput, FieldFrame, type FieldProps, inputLook } from './field-frame.tsx'

export interface TextFieldProps extends FieldProps<string | undefined> {
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'search' | 'date'
  readonly autoComplete?: HTMLInputAutoCompleteAttribute
  readonly autoFocus?: boolean
}

/** A line of text. */
export function TextField({ type = 'text', autoComplete, autoFocus, ...field }: TextFieldProps): ReactNode {
  return (
    <FieldFrame {...field}>
      <input
        {...describeInput(field)}
        type={type}
        className={inputLook}
        value={field.value ?? ''}
        autoComplete={autoComplete}
        // biome-ignore lint/a11y/noAutofocus: the first field of a page that is nothing but a form
        autoFocus={autoFocus}
        onChange={(event) => field.onChange(event.target.value)}
      />
    </FieldFrame>
  )
}

/** A calendar day, as `2026-03-02`; empty is `null`. */
export function DateField({ value, onChange, ...field }: FieldProps<string | null | undefined>): ReactNode {
  return (
    <TextField
      {...field}
      type="date"
      value={value ?? ''}
      onChange={(day) => onChange(day === '' ? null : (day ?? null))}
    />
  )
}

/** Several lines of text. */
export function TextAreaField({
  rows = 4,
  ...field
}: FieldProps<string | undefined> & { readonly rows?: number }): ReactNode {
  return (
    <FieldFrame {...field}>
      <textarea
        {...describeInput(field)}
        rows={rows}
        className={inputLook}
        value={field.value ?? ''}
        onChange={(event) => field.onChange(event.target.value)}
      />
    </FieldFrame>
  )
}
