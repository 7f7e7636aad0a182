import { Card, History, type HistoryProps } from '@ashlar/ui'
import { useFormat, useText } from 'ashlar/react'
import type en from '../locales/en.json'
import { textFields } from './text-fields.ts'

/** What happened to a customer, deletions included. */
export function CustomerHistory({ changes }: Pick<HistoryProps, 'changes'>) {
  const text = useText<typeof en>('customers')
  const { money } = useFormat()
  return (
    <Card title={text('ui:history.title')}>
      <History
        changes={changes}
        fields={{
          ...Object.fromEntries(textFields.map((name) => [name, { label: text(name) }])),
          creditLimit: { label: text('creditLimit'), format: (value) => money(Number(value)) },
        }}
      />
    </Card>
  )
}
