import { AppShell, Badge, DataTable, EmptyState, Filter, ListTools, PageHeader, SearchBox, useList } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useFormat, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type AccountList, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Browse({ accounts, query }: PropsOf<typeof pages.Browse>): ReactNode {
  const text = useText<typeof en>('users')
  const format = useFormat()
  const list = useList({
    href: (next: AccountList) => routes.list({ query: next }),
    query,
    only: ['accounts'],
    neutral: { status: 'all', search: '', page: 1, sort: 'name' },
  })
  return (
    <>
      <PageHeader title={text('users.title')} />
      <ListTools>
        <SearchBox list={list} label={text('users.search')} />
        <Filter
          list={list}
          name="status"
          label={text('users.status')}
          choices={[
            { value: 'all', label: text('users.all') },
            { value: 'active', label: text('users.active') },
            { value: 'disabled', label: text('users.disabled') },
          ]}
        />
      </ListTools>
      <DataTable
        caption={text('users.title')}
        list={list}
        rows={accounts}
        rowHref={({ id }) => routes.show({ id })}
        empty={<EmptyState title={text('users.empty')} />}
        columns={[
          { label: text('users.name'), sort: 'name', cell: ({ name }) => name },
          { label: text('users.email'), sort: 'email', cell: ({ email }) => email },
          { label: text('users.roles'), cell: ({ roles }) => roles.join(', ') },
          {
            label: text('users.status'),
            cell: ({ disabled }) => (
              <Badge tone={disabled ? 'danger' : 'success'}>{text(disabled ? 'users.disabled' : 'users.active')}</Badge>
            ),
          },
          {
            label: text('users.lastSeenAt'),
            cell: ({ lastSeenAt }) => (lastSeenAt === null ? text('users.never') : format.moment(lastSeenAt)),
          },
          { label: text('users.createdAt'), sort: 'created', cell: ({ createdAt }) => format.moment(createdAt) },
        ]}
      />
    </>
  )
}

Browse.layout = AppShell
