import { Badge } from '@ashlar/ui'
import { useText } from 'ashlar/react'
import type en from '../locales/en.json'

export interface SentBadgeProps {
  readonly sentAt: string | null
  /** Whether it has been tried and failed. @default false */
  readonly failed?: boolean
}

/** Whether a message has been sent. */
export function SentBadge({ sentAt, failed = false }: SentBadgeProps) {
  const text = useText<typeof en>('mail')
  if (sentAt !== null) return <Badge tone="success">{text('sent')}</Badge>
  return failed ? <Badge tone="warning">{text('failed')}</Badge> : <Badge>{text('waiting')}</Badge>
}
