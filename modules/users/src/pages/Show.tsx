import { AppShell, Badge, Button, Card, ConfirmButton, DescriptionList, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useAction, useFormat, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { SessionList } from '../parts/session-list.tsx'

export default function Show({ account, sessions, own }: PropsOf<typeof pages.Show>): ReactNode {
  const text = useText<typeof en>('users')
  const format = useFormat()
  const disable = useAction(routes.disable)
  const enable = useAction(routes.enable)
  const endSessions = useAction(routes.endSessionsOf)
  const { id, name, email, roles, disabled, createdAt } = account
  return (
    <>
      <PageHeader
        title={name}
        description={email}
        actions={
          <>
            <LinkButton to={routes.edit({ id })}>{text('users.edit')}</LinkButton>
            {disabled && (
              <Button disabled={enable.processing} onClick={() => enable.send({ params: { id } })}>
                {text('users.enable')}
              </Button>
            )}
            {!disabled && !own && (
              <ConfirmButton
                label={text('users.disable')}
                title={text('users.disableTitle', { name })}
                description={text('users.disableText')}
                disabled={disable.processing}
                onConfirm={() => disable.send({ params: { id } })}
              />
            )}
          </>
        }
      />
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title={text('profile.details')}>
          <DescriptionList
            items={[
              [
                text('users.status'),
                <Badge key="status" tone={disabled ? 'danger' : 'success'}>
                  {text(disabled ? 'users.disabled' : 'users.active')}
                </Badge>,
              ],
              [text('users.roles'), roles.join(', ')],
              [text('users.createdAt'), format.moment(createdAt)],
            ]}
          />
        </Card>
        <Card title={text('users.sessions')}>
          <SessionList sessions={sessions} />
          {sessions.length > 0 && (
            <div className="mt-4">
              <Button disabled={endSessions.processing} onClick={() => endSessions.send({ params: { id } })}>
                {text('users.endSessions')}
              </Button>
            </div>
          )}
        </Card>
      </div>
    </>
  )
}

Show.layout = AppShell
