/** Pages that show the kit, written as a module would write them. */
import {
  AppShell,
  AuthLayout,
  Badge,
  Button,
  Card,
  CheckboxField,
  ComboboxField,
  ConfirmButton,
  DataTable,
  DateField,
  DescriptionList,
  EmptyState,
  FieldGrid,
  Filter,
  Form,
  History,
  LinkButton,
  ListTools,
  MoneyField,
  NumberField,
  PageHeader,
  SearchBox,
  SelectField,
  TextAreaField,
  TextField,
  useList,
} from '@ashlar/ui'
import { ErrorPage } from '@ashlar/ui/error-page'
import type { PropsOf } from 'ashlar/contract'
import { Can, fetchRoute, type PageComponent, Title, useAction, useForm, useFormat } from 'ashlar/react'
import { type ReactNode, useState } from 'react'
import { can, type pages, routes } from './contract.ts'

function Browse({ stones, query, drawnAt }: PropsOf<typeof pages.Browse>): ReactNode {
  const { money, number } = useFormat()
  const list = useList({
    href: (next: typeof query) => routes.list({ query: next }),
    query,
    only: ['stones'],
    neutral: { kind: 'all' },
  })
  const add = (
    <LinkButton look="primary" icon="plus" to={routes.create()}>
      Add a stone
    </LinkButton>
  )
  return (
    <>
      <PageHeader title="Stones" description={`Drawn ${drawnAt}`} actions={<Can do={can.edit}>{add}</Can>} />
      <ListTools>
        <SearchBox list={list} label="Search stones" />
        <Filter
          list={list}
          name="kind"
          label="Kind"
          choices={[
            { value: 'all', label: 'All' },
            { value: 'heavy', label: 'Heavy' },
          ]}
        />
      </ListTools>
      <DataTable
        caption="Stones"
        list={list}
        rows={stones}
        rowHref={({ id }) => routes.show({ id })}
        empty={<EmptyState title="No stones yet" action={add} />}
        columns={[
          { label: 'Name', sort: 'name', cell: ({ name }) => name },
          { label: 'Weight', sort: 'weight', align: 'end', cell: ({ weight }) => `${number(weight)} kg` },
          { label: 'Price', align: 'end', hideBelow: 'md', cell: ({ price }) => money(price) },
          {
            label: 'Kind',
            cell: ({ weight }) => (
              <Badge tone={weight > 50 ? 'warning' : 'neutral'}>{weight > 50 ? 'Heavy' : 'Light'}</Badge>
            ),
          },
        ]}
      />
    </>
  )
}
Browse.layout = AppShell

const suppliers = Array.from({ length: 60 }, (_, index) => ({ value: `s${index}`, label: `Supplier ${index}` }))

const findMasons = async (search: string) =>
  (await fetchRoute(routes.findMasons, { query: { search } })).map(({ id, name }) => ({ value: id, label: name }))

function StonesForm(): ReactNode {
  const form = useForm(routes.store, {
    initial: {
      name: '',
      weight: Number.NaN,
      price: 0,
      quarry: '' as 'north',
      supplier: null,
      mason: 'm3',
      foundOn: null,
      polished: false,
      notes: '',
    },
    guard: true,
  })
  return (
    <>
      <PageHeader title="Add a stone" breadcrumb={[{ label: 'Stones', to: routes.list() }]} />
      <Card>
        <Form form={form} secondary={<LinkButton to={routes.list()}>Cancel</LinkButton>}>
          <FieldGrid>
            <TextField label="Name" hint="At most 20 letters" {...form.field('name')} />
            <NumberField label="Weight" unit="kg" {...form.field('weight')} />
            <MoneyField label="Price" {...form.field('price')} />
            <SelectField
              label="Quarry"
              choices={[
                { value: 'north', label: 'North' },
                { value: 'south', label: 'South' },
              ]}
              {...form.field('quarry')}
            />
            <ComboboxField label="Supplier" choices={suppliers} {...form.field('supplier')} />
            <ComboboxField
              label="Mason"
              choices={[{ value: 'm3', label: 'Mason 3' }]}
              search={findMasons}
              {...form.field('mason')}
            />
            <DateField label="Found on" {...form.field('foundOn')} />
          </FieldGrid>
          <TextAreaField label="Notes" {...form.field('notes')} />
          <CheckboxField label="Polished" {...form.field('polished')} />
        </Form>
      </Card>
    </>
  )
}
StonesForm.layout = AppShell

function Edit({ stone }: PropsOf<typeof pages.Edit>): ReactNode {
  const form = useForm(routes.update, { initial: stone })
  const polish = useAction(routes.polish)
  return (
    <>
      <PageHeader
        title="Change a stone"
        description={`Version ${stone.version}`}
        actions={<Button onClick={() => polish.send({})}>Polish</Button>}
      />
      <Form form={form}>
        <TextField label="Name" {...form.field('name')} />
        <TextField label="Notes" {...form.field('notes')} />
        <TextField label="Mark" {...form.field('mark')} />
      </Form>
    </>
  )
}
Edit.layout = AppShell

function Show({ stone, history }: PropsOf<typeof pages.Show>): ReactNode {
  const remove = useAction(routes.remove)
  return (
    <>
      <PageHeader
        title={stone.name}
        actions={
          <ConfirmButton
            label="Delete"
            title={`Delete ${stone.name}?`}
            description="This cannot be undone."
            disabled={remove.processing}
            onConfirm={() => remove.send({ params: { id: stone.id } })}
          />
        }
      />
      <Card title="Facts">
        <DescriptionList
          items={[
            ['Weight', stone.weight],
            ['Colour', ''],
          ]}
        />
      </Card>
      <Card title="History">
        <History
          changes={history}
          fields={{
            weight: { label: 'Weight', format: (weight) => `${weight} kg` },
            name: { label: 'Name' },
            note: { label: 'Note' },
            safe: { label: 'Number of the safe' },
          }}
        />
      </Card>
    </>
  )
}
Show.layout = AppShell

function SignIn(): ReactNode {
  const form = useForm(routes.startSession, { initial: { email: '', password: '' } })
  return (
    <>
      <Title>Sign in</Title>
      <h1 className="mb-4 text-xl font-semibold">Sign in</h1>
      <Form form={form} submitLabel="Sign in">
        <TextField label="Email" type="email" autoComplete="username" autoFocus {...form.field('email')} />
        <TextField label="Password" type="password" autoComplete="current-password" {...form.field('password')} />
      </Form>
    </>
  )
}
SignIn.layout = AuthLayout

function Broken(): ReactNode {
  const [broken, setBroken] = useState(false)
  if (broken) throw new Error('broken on purpose')
  return (
    <>
      <PageHeader title="Fragile" />
      <Button onClick={() => setBroken(true)}>Break it</Button>
    </>
  )
}
Broken.layout = AppShell

/** The components, by page name. */
export const components: Readonly<Record<string, PageComponent>> = {
  'stones/Browse': Browse,
  'stones/Form': StonesForm,
  'stones/Edit': Edit,
  'stones/Show': Show,
  'stones/SignIn': SignIn,
  'stones/Broken': Broken,
  'app/Error': ErrorPage,
}
