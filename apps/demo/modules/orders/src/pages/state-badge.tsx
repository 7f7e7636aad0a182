import { Badge } from '@ashlar/ui'
import { useText } from 'ashlar/react'
import type en from '../locales/en.json'

/** Whether an order has left. */
export function StateBadge({ shippedOn }: { readonly shippedOn: string | null }) {
  const text = useText<typeof en>('orders')
  return shippedOn ? (
    <Badge tone="success">{text('status.shipped')}</Badge>
  ) : (
    <Badge tone="accent">{text('status.open')}</Badge>
  )
}
