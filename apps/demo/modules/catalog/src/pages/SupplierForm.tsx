import { AppShell, Card, FieldGrid, Form, LinkButton, PageHeader, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type pages, routes, type Supplier } from '../contract.ts'
import type en from '../locales/en.json'

const optionalFields = [
  'contactName',
  'contactTitle',
  'address',
  'postalCode',
  'city',
  'region',
  'country',
  'phone',
] as const

const empty = {
  name: '',
  contactName: '',
  contactTitle: '',
  address: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  phone: '',
}

export default function SupplierForm({ supplier }: PropsOf<typeof pages.SupplierForm>) {
  const text = useText<typeof en>('catalog')
  return (
    <>
      <PageHeader title={supplier ? text('supplier.edit', { name: supplier.name }) : text('supplier.add')} />
      <Card>{supplier ? <EditForm supplier={supplier} /> : <AddForm />}</Card>
    </>
  )
}

function AddForm() {
  const form = useForm(routes.createSupplier, { initial: empty, guard: true })
  return <Fields form={form} cancel={routes.listSuppliers()} />
}

function EditForm({ supplier }: { readonly supplier: Supplier }) {
  const { id, products: _products, ...initial } = supplier
  const form = useForm(routes.updateSupplier, { params: { id }, initial, guard: true })
  return <Fields form={form} cancel={routes.showSupplier({ id })} />
}

interface FieldsProps {
  readonly form: ReturnType<typeof useForm<typeof routes.createSupplier>>
  readonly cancel: ReturnType<typeof routes.listSuppliers>
}

function Fields({ form, cancel }: FieldsProps) {
  const text = useText<typeof en>('catalog')
  return (
    <Form form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <FieldGrid>
        <TextField label={text('supplier.name')} {...form.field('name')} />
        {optionalFields.map((name) => (
          <TextField key={name} label={text(`supplier.${name}`)} {...form.field(name)} />
        ))}
      </FieldGrid>
    </Form>
  )
}

SupplierForm.layout = AppShell
