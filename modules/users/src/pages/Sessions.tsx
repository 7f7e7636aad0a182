import { AppShell, Button, Card, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useAction, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes, type Session } from '../contract.ts'
import type en from '../locales/en.json'
import { SessionList } from '../parts/session-list.tsx'

export default function Sessions({ sessions }: PropsOf<typeof pages.Sessions>): ReactNode {
  const text = useText<typeof en>('users')
  const endOthers = useAction(routes.endOtherSessions)
  return (
    <>
      <PageHeader
        title={text('sessions.title')}
        description={text('sessions.lead')}
        actions={
          <>
            <LinkButton to={routes.profile()}>{text('sessions.profile')}</LinkButton>
            {sessions.length > 1 && (
              <Button disabled={endOthers.processing} onClick={() => endOthers.send({})}>
                {text('sessions.endOthers')}
              </Button>
            )}
          </>
        }
      />
      <Card>
        <SessionList
          sessions={sessions}
          action={(session) => (session.current ? null : <EndSession session={session} />)}
        />
      </Card>
    </>
  )
}

Sessions.layout = AppShell

function EndSession({ session }: { readonly session: Session }): ReactNode {
  const text = useText<typeof en>('users')
  const end = useAction(routes.endSession)
  return (
    <Button
      disabled={end.processing}
      aria-label={`${text('sessions.end')}: ${session.device}`}
      onClick={() => end.send({ params: { id: session.id } })}
    >
      {text('sessions.end')}
    </Button>
  )
}
