import { Button, NumberField, SelectField } from '@ashlar/ui'
import { type useForm, useFormat, useText } from 'ashlar/react'
import type { OrderForm, ProductChoice, routes } from '../contract.ts'
import { orderTotals } from '../domain/totals.ts'
import type en from '../locales/en.json'

type Line = { productId: OrderForm['lines'][number]['productId']; quantity: number; discount?: number | undefined }

export interface LineFieldsProps {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly products: readonly ProductChoice[]
}

/** The lines of an order, and what they come to by the prices of today. */
export function LineFields({ form, products }: LineFieldsProps) {
  const text = useText<typeof en>('orders')
  const { money } = useFormat()
  const lines: readonly Line[] = form.data.lines
  const errors = form.errors as Readonly<Record<string, string | undefined>>
  const priceOf = new Map(products.map(({ id, unitPrice }) => [id, unitPrice]))
  const totals = orderTotals(
    lines.map(({ productId, quantity, discount = 0 }) => ({
      unitPrice: priceOf.get(productId) ?? 0,
      quantity: quantity || 0,
      discount,
    })),
    form.data.freight || 0,
  )
  const setLines = (next: readonly Line[]) => form.setField('lines', [...next])
  const change = (index: number, part: Partial<Line>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))

  return (
    <div className="grid gap-4">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <fieldset key={index} className="grid items-end gap-3 sm:grid-cols-[1fr_7rem_8rem_auto]">
          <legend className="sr-only">{text('line', { number: index + 1 })}</legend>
          <SelectField
            id={`${form.id}-lines.${index}.productId`}
            name={`lines.${index}.productId`}
            label={text('product')}
            choices={products.map(({ id, number, name, unitPrice }) => ({
              value: id,
              label: `${number} ${name} · ${money(unitPrice)}`,
            }))}
            value={line.productId}
            error={errors[`lines.${index}.productId`] ?? errors[`lines[${index}].productId`]}
            onChange={(productId) => change(index, { productId: productId ?? ('' as never) })}
          />
          <NumberField
            id={`${form.id}-lines.${index}.quantity`}
            name={`lines.${index}.quantity`}
            label={text('quantity')}
            value={line.quantity}
            error={errors[`lines.${index}.quantity`] ?? errors[`lines[${index}].quantity`]}
            onChange={(quantity) => change(index, { quantity: quantity ?? Number.NaN })}
          />
          <NumberField
            id={`${form.id}-lines.${index}.discount`}
            name={`lines.${index}.discount`}
            label={text('discount')}
            unit="%"
            value={line.discount}
            error={errors[`lines.${index}.discount`] ?? errors[`lines[${index}].discount`]}
            onChange={(discount) => change(index, { discount: discount ?? 0 })}
          />
          <Button
            look="quiet"
            disabled={lines.length === 1}
            onClick={() => setLines(lines.filter((_, at) => at !== index))}
          >
            {text('removeLine')}
          </Button>
        </fieldset>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button onClick={() => setLines([...lines, { productId: '' as never, quantity: 1, discount: 0 }])}>
          {text('addLine')}
        </Button>
        <p className="tabular-nums">
          {text('total')} <strong>{money(totals.total)}</strong>
        </p>
      </div>
    </div>
  )
}
