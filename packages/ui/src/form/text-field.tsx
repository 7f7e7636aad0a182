import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'

type TextValue = string | null | undefined

export type TextFieldProps<Value extends TextValue> = FieldProps<Value> & {
  /** @default 'text' */
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search'
  readonly autoComplete?: HTMLInputAutoCompleteAttribute
  readonly autoFocus?: boolean
  readonly placeholder?: string
}

/** A line of text. */
export function TextField<Value extends TextValue>({
  type = 'text',
  autoComplete,
  autoFocus,
  placeholder,
  ...field
}: TextFieldProps<Value>): ReactNode {
  return (
    <FieldFrame {...field}>
      <input
        {...describeInput(field)}
        type={type}
        className="ui-input"
        value={field.value ?? ''}
        autoComplete={autoComplete}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: the first field of a page that is nothing but a form
        autoFocus={autoFocus}
        onChange={({ target }) => field.onChange(target.value as Value)}
      />
    </FieldFrame>
  )
}

export type TextAreaFieldProps<Value extends TextValue> = FieldProps<Value> & {
  /** @default 4 */
  readonly rows?: number
}

/** Several lines of text. */
export function TextAreaField<Value extends TextValue>({ rows = 4, ...field }: TextAreaFieldProps<Value>): ReactNode {
  return (
    <FieldFrame {...field}>
      <textarea
        {...describeInput(field)}
        rows={rows}
        className="ui-input"
        value={field.value ?? ''}
        onChange={({ target }) => field.onChange(target.value as Value)}
      />
    </FieldFrame>
  )
}
