import { AppShell, DataTable, EmptyState, LinkButton, ListTools, PageHeader, SearchBox, useList } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Categories({ categories, query }: PropsOf<typeof pages.Categories>) {
  const text = useText<typeof en>('catalog')
  const list = useList({
    href: (next: typeof query) => routes.listCategories({ query: next }),
    query,
    only: ['categories'],
  })
  const add = (
    <Can do={can.edit}>
      <LinkButton look="primary" to={routes.newCategory()}>
        {text('category.add')}
      </LinkButton>
    </Can>
  )
  return (
    <>
      <PageHeader title={text('category.many')} actions={add} />
      <ListTools>
        <SearchBox list={list} label={text('category.search')} />
      </ListTools>
      <DataTable
        caption={text('category.many')}
        list={list}
        rows={categories}
        rowHref={({ id }) => routes.showCategory({ id })}
        empty={<EmptyState title={text('category.none')} action={add} />}
        columns={[
          { label: text('category.name'), sort: 'name', cell: ({ name }) => name },
          { label: text('category.description'), cell: ({ description }) => description },
          { label: text('product.many'), sort: 'products', align: 'end', cell: ({ products }) => products },
        ]}
      />
    </>
  )
}

Categories.layout = AppShell
