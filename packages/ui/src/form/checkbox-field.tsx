import type { ReactNode } from 'react'
import { describeInput, FieldMessage, type FieldProps } from './field-frame.tsx'

/** Yes or no. */
export function CheckboxField<Value extends boolean | undefined>(field: FieldProps<Value>): ReactNode {
  const { id, label, hint, error } = field
  return (
    <div className="grid gap-0.5">
      <label className="flex w-fit items-start gap-2.5 py-0.5">
        <input
          {...describeInput({ ...field, required: false })}
          type="checkbox"
          className="mt-0.5 size-4.5 shrink-0"
          checked={field.value ?? false}
          onChange={({ target }) => field.onChange(target.checked as Value)}
        />
        <span className="text-sm font-medium">{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="ms-7 text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
      {error && <FieldMessage id={id} error={error} />}
    </div>
  )
}
