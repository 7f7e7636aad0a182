import { Card } from '@ashlar/ui'
import { Link, useFormat, useText } from 'ashlar/react'
import { type Product, routes } from '../contract.ts'
import type en from '../locales/en.json'

/** The products of a category or a supplier. */
export function ProductList({ products }: { readonly products: readonly Product[] }) {
  const text = useText<typeof en>('catalog')
  const { money } = useFormat()
  return (
    <Card title={text('product.many')}>
      {products.length === 0 ? (
        <p className="text-muted">{text('product.noneHere')}</p>
      ) : (
        <ul className="grid gap-1.5">
          {products.map(({ id, name, unitPrice }) => (
            <li key={id} className="flex justify-between gap-4">
              <Link className="text-accent hover:underline" to={routes.showProduct({ id })}>
                {name}
              </Link>
              <span className="tabular-nums">{money(unitPrice)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
