import {
  AppShell,
  Card,
  DateField,
  FieldGrid,
  LinkButton,
  MoneyField,
  PageHeader,
  SelectField,
  TextField,
  Form as UiForm,
} from '@ashlar/ui'
import type { BodyInputOf, PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type Order, type pages, routes } from '../contract.ts'
import { shipToFields } from '../domain/ship-to.ts'
import type en from '../locales/en.json'
import { CustomerField } from './customer-field.tsx'
import { emptyLine, LineFields } from './line-fields.tsx'

type Props = PropsOf<typeof pages.Form>
type OrderFields = BodyInputOf<typeof routes.store>

export default function Form({ order, ...props }: Props) {
  const text = useText<typeof en>('orders')
  return (
    <>
      <PageHeader title={order ? text('edit', { number: order.number }) : text('add')} />
      {order ? <EditForm order={order} {...props} /> : <AddForm order={null} {...props} />}
    </>
  )
}

function AddForm(props: Props) {
  const initial: OrderFields = {
    customerId: '' as OrderFields['customerId'],
    orderedOn: props.today,
    requiredOn: null,
    shipperId: null,
    freight: 0,
    ...noAddress,
    lines: [emptyLine],
  }
  const form = useForm(routes.store, { initial, guard: true })
  return <Fields form={form} cancel={routes.list()} {...props} />
}

const noAddress = { shipName: '', shipAddress: '', shipCity: '', shipRegion: '', shipPostalCode: '', shipCountry: '' }

function EditForm({ order, ...props }: Props & { readonly order: Order }) {
  const { id, customerId, orderedOn, requiredOn, shipper, freight, version } = order
  const { shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry } = order
  const initial: OrderFields = {
    customerId,
    orderedOn,
    requiredOn,
    shipperId: shipper?.id ?? null,
    freight,
    ...{ shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry },
    lines: order.lines.map(({ productId, quantity, discount }) => ({ productId, quantity, discount })),
    version,
  }
  const form = useForm(routes.update, { params: { id }, initial, guard: true })
  return <Fields form={form} cancel={routes.show({ id })} order={order} {...props} />
}

interface FieldsProps extends Props {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly cancel: ReturnType<typeof routes.list>
}

function Fields({ form, cancel, order, shippers }: FieldsProps) {
  const text = useText<typeof en>('orders')
  const { field } = form
  return (
    <UiForm form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <Card>
        <FieldGrid>
          <CustomerField form={form} order={order} />
          <SelectField
            label={text('shipper')}
            choices={shippers.map(({ id, name }) => ({ value: id, label: name }))}
            {...field('shipperId')}
          />
          <DateField
            label={text('orderedOn')}
            {...field('orderedOn')}
            onChange={(value) => form.setField('orderedOn', value ?? '')}
          />
          <DateField label={text('requiredOn')} {...field('requiredOn')} />
        </FieldGrid>
      </Card>
      <Card title={text('lines')}>
        <LineFields form={form} ordered={order?.lines ?? []} />
      </Card>
      <Card title={text('shipTo')}>
        <FieldGrid>
          {shipToFields.map((name) => (
            <TextField key={name} label={text(name)} {...field(name)} />
          ))}
          <MoneyField label={text('freight')} {...field('freight')} />
        </FieldGrid>
      </Card>
    </UiForm>
  )
}

Form.layout = AppShell
