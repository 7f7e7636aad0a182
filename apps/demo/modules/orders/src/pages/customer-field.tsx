import { ComboboxField } from '@ashlar/ui'
import { fetchRoute, type useForm, useText } from 'ashlar/react'
import { type CustomerChoice, type Order, type OrderForm, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { useFinder } from './use-finder.ts'

export interface CustomerFieldProps {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly order: Order | null
}

/** The customer of an order. An order goes to its customer unless another address is entered. */
export function CustomerField({ form, order }: CustomerFieldProps) {
  const text = useText<typeof en>('orders')
  const customers = useFinder((search) => fetchRoute(routes.findCustomers, { query: { search } }))

  function choose(id: OrderForm['customerId'] | null): void {
    const customer = customers.find(id)
    form.setData({ ...form.data, customerId: id ?? ('' as never), ...(customer ? addressOf(customer) : {}) })
  }

  return (
    <ComboboxField
      label={text('customer')}
      placeholder={text('findCustomer')}
      choices={order ? [{ value: order.customerId, label: order.customerName }] : []}
      search={async (search) =>
        (await customers.search(search)).map(({ id, name, code }) => ({ value: id, label: name, hint: code }))
      }
      {...form.field('customerId')}
      onChange={choose}
    />
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
