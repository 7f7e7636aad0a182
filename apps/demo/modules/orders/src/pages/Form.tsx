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
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type CustomerChoice, type Order, type OrderForm, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { LineFields } from './line-fields.tsx'

type Props = PropsOf<typeof pages.Form>
type Choices = Omit<Props, 'order'>

export default function Form({ order, ...choices }: Props) {
  const text = useText<typeof en>('orders')
  return (
    <>
      <PageHeader title={order ? text('edit', { number: order.number }) : text('add')} />
      {order ? <EditForm order={order} {...choices} /> : <AddForm {...choices} />}
    </>
  )
}

function AddForm(choices: Choices) {
  const initial: OrderForm = {
    customerId: '' as OrderForm['customerId'],
    orderedOn: choices.today,
    requiredOn: null,
    shipperId: null,
    freight: 0,
    ...noAddress,
    lines: [{ productId: '' as OrderForm['lines'][number]['productId'], quantity: 1, discount: 0 }],
  }
  const form = useForm(routes.store, { initial, guard: true })
  return <Fields form={form} cancel={routes.list()} {...choices} />
}

const noAddress = { shipName: '', shipAddress: '', shipCity: '', shipRegion: '', shipPostalCode: '', shipCountry: '' }

function EditForm({ order, ...choices }: Choices & { readonly order: Order }) {
  const { id, customerId, orderedOn, requiredOn, shipper, freight } = order
  const { shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry } = order
  const initial: OrderForm = {
    customerId,
    orderedOn,
    requiredOn,
    shipperId: shipper?.id ?? null,
    freight,
    ...{ shipName, shipAddress, shipCity, shipRegion, shipPostalCode, shipCountry },
    lines: order.lines.map(({ productId, quantity, discount }) => ({ productId, quantity, discount })),
  }
  const form = useForm(routes.update, { params: { id }, initial, guard: true })
  return <Fields form={form} cancel={routes.show({ id })} {...choices} />
}

interface FieldsProps extends Choices {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly cancel: ReturnType<typeof routes.list>
}

const addressFields = ['shipName', 'shipAddress', 'shipPostalCode', 'shipCity', 'shipRegion', 'shipCountry'] as const

function Fields({ form, cancel, customers, products, shippers }: FieldsProps) {
  const text = useText<typeof en>('orders')
  const { field } = form

  /** An order goes to its customer unless another address is entered. */
  function chooseCustomer(id: OrderForm['customerId'] | null | undefined): void {
    const customer = customers.find((candidate) => candidate.id === id)
    form.setData({ ...form.data, customerId: id ?? ('' as never), ...(customer ? addressOf(customer) : {}) })
  }

  return (
    <UiForm form={form} secondary={<LinkButton to={cancel}>{text('ui:cancel')}</LinkButton>}>
      <Card>
        <FieldGrid>
          <SelectField
            label={text('customer')}
            choices={customers.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
            {...field('customerId')}
            onChange={chooseCustomer}
          />
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
        <LineFields form={form} products={products} />
      </Card>
      <Card title={text('shipTo')}>
        <FieldGrid>
          {addressFields.map((name) => (
            <TextField key={name} label={text(name)} {...field(name)} />
          ))}
          <MoneyField label={text('freight')} {...field('freight')} />
        </FieldGrid>
      </Card>
    </UiForm>
  )
}

function addressOf(customer: CustomerChoice): Partial<OrderForm> {
  return {
    shipName: customer.name,
    shipAddress: customer.address,
    shipCity: customer.city,
    shipRegion: customer.region,
    shipPostalCode: customer.postalCode,
    shipCountry: customer.country,
  }
}

Form.layout = AppShell
