import { AppShell, Card, FieldGrid, LinkButton, MoneyField, PageHeader, TextField, Form as UiForm } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type Customer, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { optionalFields } from './text-fields.ts'

const empty = {
  code: '',
  name: '',
  contactName: '',
  contactTitle: '',
  address: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  phone: '',
  email: '',
  creditLimit: null,
}

export default function Form({ customer }: PropsOf<typeof pages.Form>) {
  const text = useText<typeof en>('customers')
  return (
    <>
      <PageHeader title={customer ? text('edit', { name: customer.name }) : text('add')} />
      <Card>{customer ? <EditForm customer={customer} /> : <AddForm />}</Card>
    </>
  )
}

function AddForm() {
  const form = useForm(routes.store, { initial: empty, guard: true })
  return <Fields form={form} cancel={routes.list()} />
}

function EditForm({ customer }: { readonly customer: Customer }) {
  const { id, ...initial } = customer
  const form = useForm(routes.update, { params: { id }, initial, guard: true })
  return <Fields form={form} cancel={routes.show({ id })} />
}

interface FieldsProps {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly cancel: ReturnType<typeof routes.list>
}

function Fields({ form, cancel }: FieldsProps) {
  const text = useText<typeof en>('customers')
  return (
    <UiForm form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <FieldGrid>
        <TextField label={text('name')} {...form.field('name')} />
        <TextField label={text('code')} hint={text('codeHint')} {...form.field('code')} />
        {optionalFields.map((name) => (
          <TextField key={name} label={text(name)} {...form.field(name)} />
        ))}
        <MoneyField label={text('creditLimit')} hint={text('creditHint')} {...form.field('creditLimit')} />
      </FieldGrid>
    </UiForm>
  )
}

Form.layout = AppShell
