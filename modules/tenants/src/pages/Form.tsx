import { AppShell, Card, FieldGrid, LinkButton, PageHeader, TextField, Form as UiForm } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes, type Tenant } from '../contract.ts'
import type en from '../locales/en.json'

export default function Form({ tenant }: PropsOf<typeof pages.Form>): ReactNode {
  const text = useText<typeof en>('tenants')
  return (
    <>
      <PageHeader title={tenant ? text('editTitle', { name: tenant.name }) : text('add')} />
      <Card>{tenant ? <EditForm tenant={tenant} /> : <AddForm />}</Card>
    </>
  )
}

Form.layout = AppShell

function AddForm(): ReactNode {
  const form = useForm(routes.store, { initial: { name: '', slug: '' }, guard: true })
  return <Fields form={form} cancel={routes.list()} />
}

function EditForm({ tenant: { id, name, slug } }: { readonly tenant: Tenant }): ReactNode {
  const form = useForm(routes.update, { params: { id }, initial: { name, slug }, guard: true })
  return <Fields form={form} cancel={routes.show({ id })} />
}

interface FieldsProps {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly cancel: ReturnType<typeof routes.list>
}

function Fields({ form, cancel }: FieldsProps): ReactNode {
  const text = useText<typeof en>('tenants')
  return (
    <UiForm form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <FieldGrid>
        <TextField label={text('name')} autoComplete="off" {...form.field('name')} />
        <TextField label={text('slug')} hint={text('slugHint')} autoComplete="off" {...form.field('slug')} />
      </FieldGrid>
    </UiForm>
  )
}
