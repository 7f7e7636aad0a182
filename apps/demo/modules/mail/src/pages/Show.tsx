import { AppShell, Card, DescriptionList, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useFormat, usePoll, useText } from 'ashlar/react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { SentBadge } from './sent-badge.tsx'

export default function Show({ message, failure }: PropsOf<typeof pages.Show>) {
  const text = useText<typeof en>('mail')
  const { moment } = useFormat()
  const { to, subject, queuedAt, sentAt } = message
  return (
    <>
      <PageHeader title={subject} breadcrumb={[{ label: text('many'), to: routes.list() }]} />
      {sentAt === null && <SentPoll />}
      <div className="grid gap-5">
        <Card>
          <DescriptionList
            items={[
              [text('to'), to],
              [text('state'), <SentBadge key="state" sentAt={sentAt} failed={failure !== null} />],
              [text('queuedAt'), moment(queuedAt)],
              [text('sentAt'), sentAt && moment(sentAt)],
              ...(failure === null ? [] : [[text('failure'), failure] as const]),
            ]}
          />
        </Card>
        <Card title={text('text')}>
          <p className="whitespace-pre-wrap">{message.text}</p>
        </Card>
      </div>
    </>
  )
}

/** Looks again until it has been sent. */
function SentPoll() {
  usePoll(2_000)
  return null
}

Show.layout = AppShell
