import { Card, DescriptionList, type DescriptionListProps } from '@ashlar/ui'
import { useFormat, useText } from 'ashlar/react'
import type { Customer } from '../contract.ts'
import type en from '../locales/en.json'

export interface CustomerDetailsProps {
  readonly customer: Customer
  readonly openAmount: number
  /** What is told before everything else. */
  readonly first?: DescriptionListProps['items']
}

/** All that is known of a customer. */
export function CustomerDetails({ customer, openAmount, first = [] }: CustomerDetailsProps) {
  const text = useText<typeof en>('customers')
  const { money } = useFormat()
  return (
    <Card>
      <DescriptionList
        items={[
          ...first,
          [text('contactName'), customer.contactName],
          [text('contactTitle'), customer.contactTitle],
          [text('address'), customer.address],
          [text('city'), `${customer.postalCode} ${customer.city}`.trim()],
          [text('region'), customer.region],
          [text('country'), customer.country],
          [text('phone'), customer.phone],
          [text('email'), customer.email],
          [text('creditLimit'), customer.creditLimit === null ? text('noLimit') : money(customer.creditLimit)],
          [text('openAmount'), money(openAmount)],
        ]}
      />
    </Card>
  )
}
