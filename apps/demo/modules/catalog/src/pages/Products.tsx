import {
  AppShell,
  Badge,
  DataTable,
  EmptyState,
  Filter,
  LinkButton,
  ListTools,
  PageHeader,
  SearchBox,
  useList,
} from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useFormat, useText } from 'ashlar/react'
import { can, type Product, type pages, routes } from '../contract.ts'
import { isLow } from '../domain/stock.ts'
import type en from '../locales/en.json'

const statuses = ['all', 'active', 'low', 'discontinued'] as const

export default function Products({ products, query, categories }: PropsOf<typeof pages.Products>) {
  const text = useText<typeof en>('catalog')
  const { money, number } = useFormat()
  const list = useList({
    href: (next: typeof query) => routes.listProducts({ query: next }),
    query,
    only: ['products'],
    neutral: { status: 'all', category: '' },
  })
  const add = (
    <Can do={can.edit}>
      <LinkButton look="primary" to={routes.newProduct()}>
        {text('product.add')}
      </LinkButton>
    </Can>
  )
  return (
    <>
      <PageHeader title={text('product.many')} actions={add} />
      <ListTools>
        <SearchBox list={list} label={text('product.search')} />
        <Filter
          list={list}
          name="category"
          label={text('category.one')}
          choices={[
            { value: '', label: text('category.all') },
            ...categories.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
        />
        <Filter
          list={list}
          name="status"
          label={text('product.status')}
          choices={statuses.map((value) => ({ value, label: text(`status.${value}`) }))}
        />
      </ListTools>
      <DataTable
        caption={text('product.many')}
        list={list}
        rows={products}
        rowHref={({ id }) => routes.showProduct({ id })}
        empty={<EmptyState title={text('product.none')} action={add} />}
        columns={[
          { label: text('product.name'), sort: 'name', cell: ({ name }) => name },
          { label: text('product.number'), sort: 'number', align: 'end', cell: (product) => product.number },
          { label: text('category.one'), cell: ({ category }) => category.name },
          { label: text('product.unitPrice'), sort: 'price', align: 'end', cell: ({ unitPrice }) => money(unitPrice) },
          {
            label: text('product.unitsInStock'),
            sort: 'stock',
            align: 'end',
            cell: ({ unitsInStock }) => number(unitsInStock),
          },
          { label: text('product.status'), cell: (product) => <StockBadge product={product} /> },
        ]}
      />
    </>
  )
}

function StockBadge({ product }: { readonly product: Product }) {
  const text = useText<typeof en>('catalog')
  if (product.discontinued) return <Badge>{text('status.discontinued')}</Badge>
  if (isLow(product)) return <Badge tone="warning">{text('status.low')}</Badge>
  return <Badge tone="success">{text('status.active')}</Badge>
}

Products.layout = AppShell
