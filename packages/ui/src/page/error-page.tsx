import { useShared, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { AppShell } from '../shell/app-shell.tsx'
import { PageHeader } from './page-header.tsx'

export interface ErrorPageProps {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId: string
}

/** Says inside the shell what went wrong, and leads back. */
export function ErrorPage({ status, code, message, requestId }: ErrorPageProps): ReactNode {
  const text = useText('ui')
  const { app } = useShared()
  const known = [401, 403, 404, 409, 500, 503].includes(status) ? status : status < 500 ? 409 : 500
  return (
    <>
      <PageHeader title={text(`error.${known}`)} description={message} />
      <p>
        <a className="text-accent underline" href={app.home}>
          {text('error.home')}
        </a>
      </p>
      <p className="mt-8 text-sm text-muted">
        {status} · {code} · {text('error.request')} {requestId}
      </p>
    </>
  )
}

ErrorPage.layout = AppShell

export default ErrorPage
