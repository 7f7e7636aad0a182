import { useShared } from 'ashlar/react'
import { type ReactNode, useState } from 'react'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'

type NumberValue = number | null | undefined

export type NumberFieldProps<Value extends NumberValue> = FieldProps<Value> & {
  /** How many units of the value one unit of the text is: 100 for an amount in cents. @default 1 */
  readonly scale?: number
  /** Stands in the field, behind the number: a unit or a currency. */
  readonly unit?: string
}

/**
 * A number, written in the way of the user's language.
 *
 * What is no number stays in the field and gives `NaN`, for the form's schema to refuse.
 */
export function NumberField<Value extends NumberValue>({
  scale = 1,
  unit,
  ...field
}: NumberFieldProps<Value>): ReactNode {
  const { language } = useShared().locale
  // What the person is writing, which need not be a number yet.
  const [draft, setDraft] = useState<string>()
  const { value } = field
  const isNumber = typeof value === 'number' && !Number.isNaN(value)
  const settled = isNumber ? formatDecimal(value / scale, language, Math.round(Math.log10(scale))) : ''

  function write(text: string): void {
    setDraft(text)
    const number = parseDecimal(text, language)
    if (number === undefined && field.onClear) field.onClear()
    else field.onChange(roundTo(scale, number ?? Number.NaN) as Value)
  }

  return (
    <FieldFrame {...field}>
      <span className="relative block">
        <input
          {...describeInput(field)}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          className={`ui-input text-end tabular-nums ${unit ? 'ui-input-unit' : ''}`}
          value={draft ?? settled}
          onChange={({ target }) => write(target.value)}
          onBlur={() => setDraft(isNumber || draft === '' ? undefined : draft)}
        />
        {unit && (
          <span
            className="pointer-events-none absolute inset-y-0 end-2.5 grid place-items-center text-muted"
            aria-hidden
          >
            {unit}
          </span>
        )}
      </span>
    </FieldFrame>
  )
}

/** Whole units of the value where it has a scale, as cents; without one, what was written. */
function roundTo(scale: number, number: number): number {
  return scale === 1 ? number : Math.round(number * scale)
}

/** An amount of money, kept in cents and written in whole units. */
export function MoneyField<Value extends NumberValue>(props: Omit<NumberFieldProps<Value>, 'scale'>): ReactNode {
  return <NumberField unit="€" {...(props as NumberFieldProps<Value>)} scale={100} />
}
