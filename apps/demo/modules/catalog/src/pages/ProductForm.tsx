import {
  AppShell,
  Card,
  CheckboxField,
  FieldGrid,
  Form,
  LinkButton,
  MoneyField,
  NumberField,
  PageHeader,
  SelectField,
  TextField,
} from '@ashlar/ui'
import type { BodyInputOf, PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type Product, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

type Props = PropsOf<typeof pages.ProductForm>

export default function ProductForm({ product, ...choices }: Props) {
  const text = useText<typeof en>('catalog')
  return (
    <>
      <PageHeader title={product ? text('product.edit', { name: product.name }) : text('product.add')} />
      <Card>{product ? <EditForm product={product} {...choices} /> : <AddForm {...choices} />}</Card>
    </>
  )
}

type Choices = Omit<Props, 'product'>
type ProductBody = BodyInputOf<typeof routes.createProduct>

function AddForm(choices: Choices) {
  const text = useText<typeof en>('catalog')
  const initial = {
    number: Number.NaN,
    name: '',
    categoryId: '' as ProductBody['categoryId'],
    supplierId: null,
    quantityPerUnit: '',
    unitPrice: Number.NaN,
    unitsInStock: 0,
    unitsOnOrder: 0,
    reorderLevel: 0,
    discontinued: false,
  }
  const form = useForm(routes.createProduct, { initial, guard: true })
  return (
    <Fields form={form} cancel={routes.listProducts()} {...choices}>
      <NumberField label={text('product.unitsInStock')} {...form.field('unitsInStock')} />
    </Fields>
  )
}

function EditForm({ product, ...choices }: Choices & { readonly product: Product }) {
  const { id, category, supplier, unitsInStock: _unitsInStock, ...fields } = product
  const initial = { ...fields, categoryId: category.id, supplierId: supplier?.id ?? null }
  const form = useForm(routes.updateProduct, { params: { id }, initial, guard: true })
  return <Fields form={form} cancel={routes.showProduct({ id })} {...choices} />
}

interface FieldsProps extends Choices {
  readonly form: ReturnType<typeof useForm<typeof routes.updateProduct>>
  readonly cancel: ReturnType<typeof routes.listProducts>
  /** What only a new product is asked for. */
  readonly children?: ReactNode
}

function Fields({ form, cancel, categories, suppliers, children }: FieldsProps) {
  const text = useText<typeof en>('catalog')
  const { field } = form
  return (
    <Form form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <FieldGrid>
        <TextField label={text('product.name')} {...field('name')} />
        <NumberField label={text('product.number')} {...field('number')} />
        <SelectField
          label={text('category.one')}
          choices={categories.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('categoryId')}
          onChange={(value) => form.setField('categoryId', value ?? ('' as never))}
        />
        <SelectField
          label={text('supplier.one')}
          choices={suppliers.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('supplierId')}
        />
        <TextField label={text('product.quantityPerUnit')} {...field('quantityPerUnit')} />
        <MoneyField label={text('product.unitPrice')} {...field('unitPrice')} />
        {children}
        <NumberField label={text('product.unitsOnOrder')} {...field('unitsOnOrder')} />
        <NumberField label={text('product.reorderLevel')} {...field('reorderLevel')} />
      </FieldGrid>
      <CheckboxField label={text('product.discontinued')} {...field('discontinued')} />
    </Form>
  )
}

ProductForm.layout = AppShell
