import type { ReactNode } from 'react'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'

export type DateFieldProps<Value extends string | null | undefined> = FieldProps<Value> & {
  /** The first day that can be chosen. */
  readonly min?: string
  /** The last day that can be chosen. */
  readonly max?: string
}

/**
 * A calendar day, as `2026-03-02`, by the browser's own calendar.
 *
 * An emptied field gives what its schema takes for no value (`onClear`), else an empty text for the schema to refuse.
 */
export function DateField<Value extends string | null | undefined>({
  min,
  max,
  ...field
}: DateFieldProps<Value>): ReactNode {
  return (
    <FieldFrame {...field}>
      <input
        {...describeInput(field)}
        type="date"
        min={min}
        max={max}
        className="ui-input"
        value={field.value ?? ''}
        onChange={({ target }) => {
          if (target.value === '' && field.onClear) field.onClear()
          else field.onChange(target.value as Value)
        }}
      />
    </FieldFrame>
  )
}
