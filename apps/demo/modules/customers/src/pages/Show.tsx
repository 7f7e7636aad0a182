import { AppShell, ConfirmButton, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { CustomerDetails } from './customer-details.tsx'
import { CustomerHistory } from './customer-history.tsx'

export default function Show({ customer, openAmount, history }: PropsOf<typeof pages.Show>) {
  const text = useText<typeof en>('customers')
  const remove = useAction(routes.remove)
  const { id, name } = customer
  return (
    <>
      <PageHeader
        title={name}
        description={customer.code}
        actions={
          <Can do={can.edit}>
            <LinkButton to={routes.edit({ id })}>{text('ui:edit')}</LinkButton>
            <ConfirmButton
              label={text('ui:delete')}
              title={text('removeTitle', { name })}
              description={text('removeText')}
              disabled={remove.processing}
              onConfirm={() => remove.send({ params: { id } })}
            />
          </Can>
        }
      />
      <div className="grid gap-5">
        <CustomerDetails customer={customer} openAmount={openAmount} />
        <CustomerHistory changes={history} />
      </div>
    </>
  )
}

Show.layout = AppShell
