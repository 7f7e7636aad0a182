import {
  AppShell,
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
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { StateBadge } from './state-badge.tsx'

const statuses = ['all', 'open', 'late', 'shipped'] as const

export default function Browse({ orders, query }: PropsOf<typeof pages.Browse>) {
  const text = useText<typeof en>('orders')
  const { money, day } = useFormat()
  const list = useList({
    href: (next: typeof query) => routes.list({ query: next }),
    query,
    only: ['orders'],
    neutral: { status: 'all' },
  })
  const add = (
    <Can do={can.edit}>
      <LinkButton look="primary" to={routes.create()}>
        {text('add')}
      </LinkButton>
    </Can>
  )
  return (
    <>
      <PageHeader title={text('many')} actions={add} />
      <ListTools>
        <SearchBox list={list} label={text('search')} />
        <Filter
          list={list}
          name="status"
          label={text('state')}
          choices={statuses.map((value) => ({ value, label: text(`status.${value}`) }))}
        />
      </ListTools>
      <DataTable
        caption={text('many')}
        list={list}
        rows={orders}
        rowHref={({ id }) => routes.show({ id })}
        empty={<EmptyState title={text('none')} action={add} />}
        columns={[
          { label: text('number'), sort: 'number', cell: ({ number }) => number },
          { label: text('customer'), sort: 'customer', cell: ({ customerName }) => customerName },
          { label: text('orderedOn'), sort: 'date', cell: ({ orderedOn }) => day(orderedOn) },
          { label: text('requiredOn'), cell: ({ requiredOn }) => (requiredOn ? day(requiredOn) : '–') },
          { label: text('state'), cell: ({ shippedOn }) => <StateBadge shippedOn={shippedOn} /> },
          { label: text('total'), sort: 'total', align: 'end', cell: ({ total }) => money(total) },
        ]}
      />
    </>
  )
}

Browse.layout = AppShell
