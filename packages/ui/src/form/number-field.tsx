import { type ReactNode, useState } from 'react'
import { describeInput, FieldFrame, type FieldProps, inputLook } from './field-frame.tsx'

export interface NumberFieldProps extends FieldProps<number | undefined> {
  /** How many units of the text one unit of the value is: 100 for an amount in cents. @default 1 */
  readonly scale?: number
  readonly unit?: string
}

/** A number. What is no number stays in the field and is left for the form's check to refuse. */
export function NumberField({ scale = 1, unit, ...field }: NumberFieldProps): ReactNode {
  const [draft, setDraft] = useState<string>()
  const shown = draft ?? writeNumber(field.value, scale)
  return (
    <FieldFrame {...field} label={unit ? `${field.label} (${unit})` : field.label}>
      <input
        {...describeInput(field)}
        inputMode="decimal"
        className={`${inputLook} tabular-nums`}
        value={shown}
        onChange={(event) => {
          setDraft(event.target.value)
          field.onChange(readNumber(event.target.value, scale))
        }}
        onBlur={() => setDraft(undefined)}
      />
    </FieldFrame>
  )
}

/** An amount of money, kept in cents and written in whole units. */
export function MoneyField(props: Omit<NumberFieldProps, 'scale'>): ReactNode {
  return <NumberField unit="€" {...props} scale={100} />
}

function writeNumber(value: number | undefined, scale: number): string {
  if (value === undefined || Number.isNaN(value)) return ''
  return scale === 1 ? String(value) : (value / scale).toFixed(Math.log10(scale))
}

function readNumber(text: string, scale: number): number {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() === '' ? Number.NaN : Math.round(number * scale * 10_000) / 10_000
}
