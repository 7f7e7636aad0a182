import { AppShell, DataTable, EmptyState, ListTools, PageHeader, SearchBox, useList } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useFormat, useText } from 'ashlar/react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { SentBadge } from './sent-badge.tsx'

export default function Browse({ messages, query }: PropsOf<typeof pages.Browse>) {
  const text = useText<typeof en>('mail')
  const { moment } = useFormat()
  const list = useList({
    href: (next: typeof query) => routes.list({ query: next }),
    query,
    only: ['messages'],
    neutral: {},
  })
  return (
    <>
      <PageHeader title={text('many')} />
      <ListTools>
        <SearchBox list={list} label={text('search')} />
      </ListTools>
      <DataTable
        caption={text('many')}
        list={list}
        rows={messages}
        rowHref={({ id }) => routes.show({ id })}
        empty={<EmptyState title={text('none')} icon="mail" />}
        columns={[
          { label: text('subject'), cell: ({ subject }) => subject },
          { label: text('to'), sort: 'to', cell: ({ to }) => to },
          { label: text('queuedAt'), sort: 'queued', cell: ({ queuedAt }) => moment(queuedAt) },
          { label: text('state'), cell: ({ sentAt }) => <SentBadge sentAt={sentAt} /> },
        ]}
      />
    </>
  )
}

Browse.layout = AppShell
