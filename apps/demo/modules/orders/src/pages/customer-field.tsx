import { ComboboxField } from '@ashlar/ui'
import { fetchRoute, type useForm, useText } from 'ashlar/react'
import { useRef } from 'react'
import { type Order, type OrderForm, routes } from '../contract.ts'
import { type EnteredShipTo, proposeShipTo, shipToOf } from '../domain/ship-to.ts'
import type en from '../locales/en.json'
import { useFinder } from './use-finder.ts'

export interface CustomerFieldProps {
  readonly form: ReturnType<typeof useForm<typeof routes.store>>
  readonly order: Order | null
}

/** The customer of an order. An order goes to its customer unless another address is typed. */
export function CustomerField({ form, order }: CustomerFieldProps) {
  const text = useText<typeof en>('orders')
  const customers = useFinder((search) => fetchRoute(routes.findCustomers, { query: { search } }))

  const proposed = useRef<EnteredShipTo>(form.data)

  function choose(id: OrderForm['customerId'] | null): void {
    const customer = customers.find(id)
    const address = customer && shipToOf(customer)
    form.setData({
      ...form.data,
      customerId: id ?? ('' as never),
      ...(address ? proposeShipTo(form.data, proposed.current, address) : {}),
    })
    if (address) proposed.current = address
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
