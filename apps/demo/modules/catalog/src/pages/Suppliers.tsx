import { AppShell, DataTable, EmptyState, LinkButton, ListTools, PageHeader, SearchBox, useList } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Suppliers({ suppliers, query }: PropsOf<typeof pages.Suppliers>) {
  const text = useText<typeof en>('catalog')
  const list = useList({
    href: (next: typeof query) => routes.listSuppliers({ query: next }),
    query,
    only: ['suppliers'],
  })
  const add = (
    <Can do={can.edit}>
      <LinkButton look="primary" to={routes.newSupplier()}>
        {text('supplier.add')}
      </LinkButton>
    </Can>
  )
  return (
    <>
      <PageHeader title={text('supplier.many')} actions={add} />
      <ListTools>
        <SearchBox list={list} label={text('supplier.search')} />
      </ListTools>
      <DataTable
        caption={text('supplier.many')}
        list={list}
        rows={suppliers}
        rowHref={({ id }) => routes.showSupplier({ id })}
        empty={<EmptyState title={text('supplier.none')} action={add} />}
        columns={[
          { label: text('supplier.name'), sort: 'name', cell: ({ name }) => name },
          { label: text('supplier.contactName'), cell: ({ contactName }) => contactName },
          { label: text('supplier.city'), cell: ({ city }) => city },
          { label: text('supplier.country'), sort: 'country', cell: ({ country }) => country },
          { label: text('product.many'), align: 'end', cell: ({ products }) => products },
        ]}
      />
    </>
  )
}

Suppliers.layout = AppShell
