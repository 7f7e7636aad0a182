import type { Href } from 'ashlar/contract'
import { Link, Title, useShared } from 'ashlar/react'
import type { ReactNode } from 'react'
import { Button } from '../action/button.tsx'
import { buttonClass } from '../action/button-look.ts'
import { AppShell } from '../shell/app-shell.tsx'
import { useUiText } from '../ui-text.ts'

export interface ErrorPageProps {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId: string
}

/** Says inside the shell what went wrong, and leads on. */
export function ErrorPage({ status, code, message, requestId }: ErrorPageProps): ReactNode {
  const text = useUiText()
  const { app } = useShared()
  const title = text(`error.${kindOf(status)}`)
  const mayPass = status === 429 || status >= 500
  return (
    <div className="mx-auto max-w-xl py-8 sm:py-16">
      <Title>{title}</Title>
      <p className="text-sm font-semibold text-accent tabular-nums">{status}</p>
      <h1 className="mt-1 text-2xl font-semibold tracking-tight text-balance sm:text-3xl">{title}</h1>
      <p className="mt-2 text-[0.9375rem] text-muted">{message}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        {mayPass && (
          <Button look="primary" onClick={() => location.reload()}>
            {text('error.retry')}
          </Button>
        )}
        <Link to={app.home as Href<'GET'>} className={buttonClass(mayPass ? 'plain' : 'primary', undefined)}>
          {text('error.home')}
        </Link>
        <Button look="quiet" onClick={() => history.back()}>
          {text('back')}
        </Button>
      </div>
      <p className="mt-10 border-t border-line pt-3 text-[0.8125rem] break-all text-muted">
        {code} · {text('error.request')} <code>{requestId}</code>
      </p>
    </div>
  )
}

ErrorPage.layout = AppShell

export default ErrorPage

const known = [401, 403, 404, 409, 419, 429, 503] as const

/** The statuses that have words of their own; the others say whose fault it was. */
function kindOf(status: number): (typeof known)[number] | 'other' | 500 {
  return known.find((own) => own === status) ?? (status < 500 ? 'other' : 500)
}
