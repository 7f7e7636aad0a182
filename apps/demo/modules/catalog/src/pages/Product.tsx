import {
  AppShell,
  Card,
  ConfirmButton,
  DescriptionList,
  FieldGrid,
  Form,
  LinkButton,
  NumberField,
  PageHeader,
} from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, Link, useAction, useForm, useFormat, useText } from 'ashlar/react'
import { can, type ProductId, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Product({ product, claimed }: PropsOf<typeof pages.Product>) {
  const text = useText<typeof en>('catalog')
  const { money, number } = useFormat()
  const remove = useAction(routes.deleteProduct)
  const { category, supplier } = product
  return (
    <>
      <PageHeader
        title={product.name}
        description={`${text('product.number')} ${product.number}`}
        actions={
          <Can do={can.edit}>
            <LinkButton to={routes.editProduct({ id: product.id })}>{text('ui:edit')}</LinkButton>
            <ConfirmButton
              label={text('ui:delete')}
              title={text('product.removeTitle', { name: product.name })}
              description={text('product.removeText')}
              disabled={remove.processing}
              onConfirm={() => remove.send({ params: { id: product.id } })}
            />
          </Can>
        }
      />
      <div className="grid gap-5">
        <Card>
          <DescriptionList
            items={[
              [
                text('category.one'),
                <Link
                  key="category"
                  className="text-accent hover:underline"
                  to={routes.showCategory({ id: category.id })}
                >
                  {category.name}
                </Link>,
              ],
              [
                text('supplier.one'),
                supplier && (
                  <Link
                    key="supplier"
                    className="text-accent hover:underline"
                    to={routes.showSupplier({ id: supplier.id })}
                  >
                    {supplier.name}
                  </Link>
                ),
              ],
              [text('product.quantityPerUnit'), product.quantityPerUnit],
              [text('product.unitPrice'), money(product.unitPrice)],
              [text('product.unitsInStock'), number(product.unitsInStock)],
              [text('product.reserved'), number(claimed.reserved)],
              [text('product.missing'), number(claimed.missing)],
              [text('product.unitsOnOrder'), number(product.unitsOnOrder)],
              [text('product.reorderLevel'), number(product.reorderLevel)],
              [text('product.discontinued'), product.discontinued ? text('yes') : text('no')],
            ]}
          />
        </Card>
        <Can do={can.edit}>
          <Card title={text('product.correctStock')}>
            {/* Once the stock has moved the field is empty again. */}
            <StockForm key={product.unitsInStock} id={product.id} />
          </Card>
        </Can>
      </div>
    </>
  )
}

function StockForm({ id }: { readonly id: ProductId }) {
  const text = useText<typeof en>('catalog')
  const form = useForm(routes.correctStock, { params: { id }, initial: { units: Number.NaN } })
  return (
    <Form form={form} submitLabel={text('product.correct')}>
      <FieldGrid>
        <NumberField label={text('product.units')} hint={text('product.unitsHint')} {...form.field('units')} />
      </FieldGrid>
    </Form>
  )
}

Product.layout = AppShell
