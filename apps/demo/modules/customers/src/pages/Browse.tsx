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
import { Can, Flag, useText } from 'ashlar/react'
import { can, fileImports, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { ListTabs } from './list-tabs.tsx'

export default function Browse({ customers, query, countries }: PropsOf<typeof pages.Browse>) {
  const text = useText<typeof en>('customers')
  const list = useList({
    href: (next: typeof query) => routes.list({ query: next }),
    query,
    only: ['customers'],
    neutral: { country: '' },
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
      <PageHeader
        title={text('many')}
        actions={
          <>
            <Flag of={fileImports}>
              <Can do={can.edit}>
                <LinkButton to={routes.listImports()}>{text('import.link')}</LinkButton>
              </Can>
            </Flag>
            {add}
          </>
        }
      />
      <ListTabs shown="current" />
      <ListTools>
        <SearchBox list={list} label={text('search')} />
        <Filter
          list={list}
          name="country"
          label={text('country')}
          choices={[
            { value: '', label: text('allCountries') },
            ...countries.map((name) => ({ value: name, label: name })),
          ]}
        />
      </ListTools>
      <DataTable
        caption={text('many')}
        list={list}
        rows={customers}
        rowHref={({ id }) => routes.show({ id })}
        empty={<EmptyState title={text('none')} action={add} />}
        columns={[
          { label: text('name'), sort: 'name', cell: ({ name }) => name },
          { label: text('code'), sort: 'code', cell: ({ code }) => code },
          { label: text('contactName'), cell: ({ contactName }) => contactName },
          { label: text('city'), cell: ({ city }) => city },
          { label: text('country'), sort: 'country', cell: ({ country }) => country },
        ]}
      />
    </>
  )
}

Browse.layout = AppShell
