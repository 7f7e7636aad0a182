import { Button, ComboboxField, NumberField } from '@ashlar/ui'
import { fetchRoute, type useForm, useFormat, useText } from 'ashlar/react'
import { type OrderLine, type ProductChoice, routes } from '../contract.ts'
import { orderTotals } from '../domain/totals.ts'
import type en from '../locales/en.json'
import { type Finder, useFinder } from './use-finder.ts'

type Form = ReturnType<typeof useForm<typeof routes.store>>
type Line = Form['data']['lines'][number]

export interface LineFieldsProps {
  readonly form: Form
  /** The lines of the order as it was taken: they keep their prices. */
  readonly ordered: readonly OrderLine[]
}

/** A line before anything is chosen. */
export const emptyLine: Line = { productId: '' as Line['productId'], quantity: 1, discount: 0 }

/** The lines of an order, and what they come to. */
export function LineFields({ form, ordered }: LineFieldsProps) {
  const text = useText<typeof en>('orders')
  const { money } = useFormat()
  const products = useFinder((search) => fetchRoute(routes.findProducts, { query: { search } }), ordered.map(toProduct))
  const { lines, freight } = form.data
  const setLines = (next: readonly Line[]) => form.setField('lines', [...next])
  const { total } = orderTotals(
    lines.map(({ productId, quantity, discount = 0 }) => ({
      unitPrice: products.find(productId)?.unitPrice ?? 0,
      quantity: quantity || 0,
      discount,
    })),
    freight || 0,
  )

  return (
    <div className="grid gap-4">
      {lines.map((_, index) => (
        <LineField
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          key={index}
          form={form}
          index={index}
          products={products}
          onRemove={lines.length > 1 ? () => setLines(lines.filter((_line, at) => at !== index)) : undefined}
        />
      ))}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button onClick={() => setLines([...lines, emptyLine])}>{text('addLine')}</Button>
        <p className="tabular-nums">
          {text('total')} <strong>{money(total)}</strong>
        </p>
      </div>
    </div>
  )
}

interface LineFieldProps {
  readonly form: Form
  readonly index: number
  readonly products: Finder<ProductChoice>
  /** `undefined` for the only line. */
  readonly onRemove: (() => void) | undefined
}

function LineField({ form, index, products, onRemove }: LineFieldProps) {
  const text = useText<typeof en>('orders')
  const { money } = useFormat()
  const toChoice = ({ id, number, name, unitPrice }: ProductChoice) => ({
    value: id,
    label: name,
    hint: `${number} · ${money(unitPrice)}`,
  })
  const product = form.item('lines', index, 'productId')
  const chosen = products.find(product.value)

  return (
    <fieldset className="grid items-start gap-3 sm:grid-cols-[1fr_7rem_8rem_auto]">
      <legend className="sr-only">{text('line', { number: index + 1 })}</legend>
      <ComboboxField
        label={text('product')}
        placeholder={text('findProduct')}
        choices={chosen ? [toChoice(chosen)] : []}
        search={async (search) => (await products.search(search)).map(toChoice)}
        {...product}
        onChange={(id) => product.onChange(id ?? ('' as never))}
      />
      <NumberField label={text('quantity')} {...form.item('lines', index, 'quantity')} />
      <NumberField label={text('discount')} unit="%" {...form.item('lines', index, 'discount')} />
      <Button look="quiet" className="justify-self-start sm:mt-6" disabled={onRemove === undefined} onClick={onRemove}>
        {text('removeLine')}
      </Button>
    </fieldset>
  )
}

function toProduct({ productId, productNumber, productName, unitPrice }: OrderLine): ProductChoice {
  return { id: productId, number: productNumber, name: productName, unitPrice }
}
