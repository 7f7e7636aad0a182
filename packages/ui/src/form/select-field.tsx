import type { ReactNode } from 'react'
import { useUiText } from '../ui-text.ts'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'

/** One of the values to choose from, and how it is called. */
export interface Choice<Value extends string = string> {
  readonly value: Value
  readonly label: string
  /** Says more, where there is room for it: a number, a price. */
  readonly hint?: string
}

export type SelectFieldProps<Value extends string | null | undefined> = FieldProps<Value> & {
  readonly choices: readonly Choice<NonNullable<Value>>[]
}

/** One of a short list, by the browser's own list. Nothing chosen is `null` unless the schema says otherwise. */
export function SelectField<Value extends string | null | undefined>({
  choices,
  ...field
}: SelectFieldProps<Value>): ReactNode {
  const text = useUiText()
  return (
    <FieldFrame {...field}>
      <select
        {...describeInput(field)}
        className="ui-input"
        value={field.value ?? ''}
        onChange={({ target }) => {
          const chosen = choices.find(({ value }) => value === target.value)
          if (chosen === undefined && field.onClear) field.onClear()
          else field.onChange((chosen?.value ?? null) as Value)
        }}
      >
        <option value="" disabled={field.required ?? field.optional === false}>
          {text('choose')}
        </option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
