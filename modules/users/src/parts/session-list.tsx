import { Badge, EmptyState } from '@ashlar/ui'
import { useFormat, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import type { Session } from '../contract.ts'
import type en from '../locales/en.json'

export interface SessionListProps {
  readonly sessions: readonly Session[]
  /** What can be done with a session. */
  readonly action?: (session: Session) => ReactNode
}

/** The browsers that are signed in as somebody. */
export function SessionList({ sessions, action }: SessionListProps): ReactNode {
  const text = useText<typeof en>('users')
  const format = useFormat()
  if (sessions.length === 0) return <EmptyState title={text('users.noSessions')} />
  return (
    <ul className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0">
          <div>
            <p className="font-medium">
              {session.device === '' ? text('sessions.unknownDevice') : session.device}{' '}
              {session.current && <Badge tone="accent">{text('sessions.current')}</Badge>}
            </p>
            <p className="text-sm text-muted">
              {session.ip} · {text('sessions.lastSeenAt')} {format.moment(session.lastSeenAt)} ·{' '}
              {text('sessions.createdAt')} {format.moment(session.createdAt)}
            </p>
          </div>
          {action?.(session)}
        </li>
      ))}
    </ul>
  )
}
