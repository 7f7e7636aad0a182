import { AppShell, Card, ConfirmButton, DescriptionList, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Show({ customer }: PropsOf<typeof pages.Show>) {
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
          ]}
        />
      </Card>
    </>
  )
}

Show.layout = AppShell
