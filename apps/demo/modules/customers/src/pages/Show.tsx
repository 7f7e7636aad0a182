import { AppShell, Card, ConfirmButton, DescriptionList, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useFormat, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Show({ customer, openAmount }: PropsOf<typeof pages.Show>) {
  const text = useText<typeof en>('customers')
  const { money } = useFormat()
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
      <Card>
        <DescriptionList
          items={[
            [text('contactName'), customer.contactName],
            [text('contactTitle'), customer.contactTitle],
            [text('address'), customer.address],
            [text('city'), `${customer.postalCode} ${customer.city}`.trim()],
            [text('region'), customer.region],
            [text('country'), customer.country],
            [text('phone'), customer.phone],
            [text('email'), customer.email],
            [text('creditLimit'), customer.creditLimit === null ? text('noLimit') : money(customer.creditLimit)],
            [text('openAmount'), money(openAmount)],
          ]}
        />
      </Card>
    </>
  )
}

Show.layout = AppShell
