import { AppShell, Card, ConfirmButton, DescriptionList, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { ProductList } from './product-list.tsx'

export default function Supplier({ supplier, products = [] }: PropsOf<typeof pages.Supplier>) {
  const text = useText<typeof en>('catalog')
  const remove = useAction(routes.deleteSupplier)
  const { id, name } = supplier
  return (
    <>
      <PageHeader
        title={name}
        actions={
          <Can do={can.edit}>
            <LinkButton to={routes.editSupplier({ id })}>{text('ui:edit')}</LinkButton>
            <ConfirmButton
              label={text('ui:delete')}
              title={text('supplier.removeTitle', { name })}
              description={text('supplier.removeText')}
              disabled={remove.processing}
              onConfirm={() => remove.send({ params: { id } })}
            />
          </Can>
        }
      />
      <div className="grid gap-5">
        <Card>
          <DescriptionList
            items={[
              [text('supplier.contactName'), supplier.contactName],
              [text('supplier.contactTitle'), supplier.contactTitle],
              [text('supplier.address'), supplier.address],
              [text('supplier.city'), `${supplier.postalCode} ${supplier.city}`.trim()],
              [text('supplier.region'), supplier.region],
              [text('supplier.country'), supplier.country],
              [text('supplier.phone'), supplier.phone],
            ]}
          />
        </Card>
        <ProductList products={products} />
      </div>
    </>
  )
}

Supplier.layout = AppShell
