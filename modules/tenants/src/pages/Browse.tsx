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
import { useFormat, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes, type TenantList } from '../contract.ts'
import type en from '../locales/en.json'

export default function Browse({ tenants, query }: PropsOf<typeof pages.Browse>): ReactNode {
  const text = useText<typeof en>('tenants')
  const format = useFormat()
  const list = useList({
    href: (next: TenantList) => routes.list({ query: next }),
    query,
    only: ['tenants'],
    neutral: { status: 'all', search: '', page: 1, sort: 'name' },
  })
  const add = <LinkButton to={routes.create()}>{text('add')}</LinkButton>
  const isFiltered = query.search !== '' || query.status !== 'all'
  return (
    <>
      <PageHeader title={text('title')} actions={add} />
      <ListTools>
        <SearchBox list={list} label={text('search')} />
        <Filter
          list={list}
          name="status"
          label={text('status')}
          choices={[
            { value: 'all', label: text('all') },
            { value: 'active', label: text('active') },
            { value: 'suspended', label: text('suspended') },
          ]}
        />
      </ListTools>
      <DataTable
        caption={text('title')}
        list={list}
        rows={tenants}
        rowHref={({ id }) => routes.show({ id })}
        empty={
          <EmptyState title={text(isFiltered ? 'empty' : 'none')} icon="building" action={isFiltered ? null : add} />
        }
        columns={[
          { label: text('name'), sort: 'name', cell: ({ name }) => name },
          { label: text('slug'), sort: 'slug', cell: ({ slug }) => slug },
          {
            label: text('status'),
            cell: ({ suspended }) => (
              <Badge tone={suspended ? 'warning' : 'success'}>{text(suspended ? 'suspended' : 'active')}</Badge>
            ),
          },
          { label: text('members'), cell: ({ members }) => members },
          { label: text('createdAt'), sort: 'created', cell: ({ createdAt }) => format.moment(createdAt) },
        ]}
      />
    </>
  )
}

Browse.layout = AppShell
