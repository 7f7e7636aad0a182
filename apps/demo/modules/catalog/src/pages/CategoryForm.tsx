import { AppShell, Card, Form, LinkButton, PageHeader, TextAreaField, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type Category, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function CategoryForm({ category }: PropsOf<typeof pages.CategoryForm>) {
  const text = useText<typeof en>('catalog')
  return (
    <>
      <PageHeader title={category ? text('category.edit', { name: category.name }) : text('category.add')} />
      <Card>{category ? <EditForm category={category} /> : <AddForm />}</Card>
    </>
  )
}

function AddForm() {
  const form = useForm(routes.createCategory, { initial: { name: '', description: '' }, guard: true })
  return <Fields form={form} cancel={routes.listCategories()} />
}

function EditForm({ category }: { readonly category: Category }) {
  const { id, name, description } = category
  const form = useForm(routes.updateCategory, { params: { id }, initial: { name, description }, guard: true })
  return <Fields form={form} cancel={routes.showCategory({ id })} />
}

interface FieldsProps {
  readonly form: ReturnType<typeof useForm<typeof routes.createCategory>>
  readonly cancel: ReturnType<typeof routes.listCategories>
}

function Fields({ form, cancel }: FieldsProps) {
  const text = useText<typeof en>('catalog')
  return (
    <Form form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <TextField label={text('category.name')} {...form.field('name')} />
      <TextAreaField label={text('category.description')} {...form.field('description')} />
    </Form>
  )
}

CategoryForm.layout = AppShell
