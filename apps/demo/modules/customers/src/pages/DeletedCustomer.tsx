import { AppShell, Button, ConfirmButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useFormat, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { CustomerDetails } from './customer-details.tsx'
import { CustomerHistory } from './customer-history.tsx'
import { useDeleterName } from './deleter-name.ts'

type Props = PropsOf<typeof pages.DeletedCustomer>

export default function DeletedCustomer({ customer, openAmount, history }: Props) {
  const text = useText<typeof en>('customers')
  const { moment } = useFormat()
  const nameOf = useDeleterName()
  const { name, code, deletedAt, deletedBy } = customer
  return (
    <>
      <PageHeader
        title={name}
        description={code}
        breadcrumb={[
          { label: text('many'), to: routes.list() },
          { label: text('deleted.title'), to: routes.listDeleted() },
        ]}
        actions={<Actions customer={customer} />}
      />
      <div className="grid gap-5">
        <CustomerDetails
          customer={customer}
          openAmount={openAmount}
          first={[
            [text('deleted.at'), moment(deletedAt)],
            [text('deleted.by'), nameOf(deletedBy)],
          ]}
        />
        <CustomerHistory changes={history} />
      </div>
    </>
  )
}

function Actions({ customer: { id, name } }: Pick<Props, 'customer'>) {
  const text = useText<typeof en>('customers')
  const restore = useAction(routes.restore)
  const purge = useAction(routes.purge)
  return (
    <>
      <Button look="primary" busy={restore.processing} onClick={() => restore.send({ params: { id } })}>
        {text('deleted.restore')}
      </Button>
      <Can do={can.purge}>
        <ConfirmButton
          label={text('deleted.purge')}
          title={text('deleted.purgeTitle', { name })}
          description={text('deleted.purgeText')}
          disabled={purge.processing}
          onConfirm={() => purge.send({ params: { id } })}
        />
      </Can>
    </>
  )
}

DeletedCustomer.layout = AppShell
