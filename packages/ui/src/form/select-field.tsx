import { useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { describeInput, FieldFrame, type FieldProps, inputLook } from './field-frame.tsx'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
}

export interface SelectFieldProps<Value extends string> extends FieldProps<Value | null | undefined> {
  readonly choices: readonly Choice<Value>[]
}

/** One of a list; nothing chosen is `null`. */
export function SelectField<Value extends string>({ choices, ...field }: SelectFieldProps<Value>): ReactNode {
  const text = useText('ui')
  return (
    <FieldFrame {...field}>
      <select
        {...describeInput(field)}
        className={inputLook}
        value={field.value ?? ''}
        onChange={(event) => {
          const chosen = choices.find(({ value }) => value === event.target.value)
          field.onChange(chosen?.value ?? null)
        }}
      >
        <option value="">{text('choose')}</option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

/** Yes or no. */
export function CheckboxField(field: FieldProps<boolean | undefined>): ReactNode {
  return (
    <div className="grid gap-1">
      <div className="flex items-center gap-2">
        <input
          {...describeInput(field)}
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={field.value ?? false}
          onChange={(event) => field.onChange(event.target.checked)}
        />
        <label htmlFor={field.id} className="text-sm font-medium">
          {field.label}
        </label>
      </div>
      {field.error && (
        <p id={`${field.id}-error`} className="text-sm text-danger">
          {field.error}
        </p>
      )}
    </div>
  )
}
