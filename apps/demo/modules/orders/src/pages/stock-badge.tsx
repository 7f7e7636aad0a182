import { Badge } from '@ashlar/ui'
import { useText } from 'ashlar/react'
import type { StockLine } from '../contract.ts'
import type en from '../locales/en.json'

/** How much of a product is set aside for the order. `undefined` while the catalog has told nothing of it. */
export function StockBadge({ line }: { readonly line: StockLine | undefined }) {
  const text = useText<typeof en>('orders')
  if (line === undefined) return <Badge>{text('stock.asked')}</Badge>
  const { ordered, reserved, gone } = line
  if (gone) return <Badge tone="danger">{text('stock.gone')}</Badge>
  return reserved === ordered ? (
    <Badge tone="success">{text('stock.reserved')}</Badge>
  ) : (
    <Badge tone="warning">{text('stock.short', { reserved, ordered })}</Badge>
  )
}
