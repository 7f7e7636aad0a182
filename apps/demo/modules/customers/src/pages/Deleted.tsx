import { AppShell, DataTable, EmptyState, ListTools, PageHeader, SearchBox, useList } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useFormat, useText } from 'ashlar/react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { useDeleterName } from './deleter-name.ts'
import { ListTabs } from './list-tabs.tsx'

export default function Deleted({ customers, query }: PropsOf<typeof pages.Deleted>) {
  const text = useText<typeof en>('customers')
  const { moment } = useFormat()
  const nameOf = useDeleterName()
  const list = useList({
    href: (next: typeof query) => routes.listDeleted({ query: next }),
    query,
    only: ['customers'],
  })
  return (
    <>
      <PageHeader title={text('deleted.title')} description={text('deleted.about')} />
      <ListTabs shown="deleted" />
      <ListTools>
        <SearchBox list={list} label={text('deleted.search')} />
      </ListTools>
      <DataTable
        caption={text('deleted.title')}
        list={list}
        rows={customers}
        rowHref={({ id }) => routes.showDeleted({ id })}
        empty={<EmptyState title={text('deleted.none')} icon="trash" />}
        columns={[
          { label: text('name'), sort: 'name', cell: ({ name }) => name },
          { label: text('code'), sort: 'code', cell: ({ code }) => code },
          { label: text('city'), cell: ({ city }) => city },
          { label: text('deleted.at'), sort: 'deleted', cell: ({ deletedAt }) => moment(deletedAt) },
          { label: text('deleted.by'), cell: ({ deletedBy }) => nameOf(deletedBy) },
        ]}
      />
    </>
  )
}

Deleted.layout = AppShell
