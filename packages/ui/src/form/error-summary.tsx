import type { FormEvent, ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'

/** What a form shows of `useForm`. */
export interface FormState {
  readonly id: string
  /** The message of each field, by its path. */
  readonly errors: object
  readonly processing: boolean
  /** How often it was sent and came back with messages. */
  readonly refusals: number
  readonly submit: (event?: FormEvent) => void
}

/**
 * Lists what was refused, each with a link to its field. It takes the focus when a form comes back, so that nobody has
 * to look for what is wrong.
 */
export function ErrorSummary({ form }: { readonly form: FormState }): ReactNode {
  const text = useUiText()
  const summary = useRef<HTMLDivElement>(null)
  const errors = Object.entries(form.errors as Readonly<Record<string, string | undefined>>)
  const messages = errors.filter(([, message]) => message !== undefined)

  const { refusals } = form
  useEffect(() => {
    if (refusals > 0) summary.current?.focus()
  }, [refusals])

  if (messages.length === 0) return null
  return (
    <div
      ref={summary}
      tabIndex={-1}
      role="alert"
      className="rounded-md border border-danger/40 bg-danger-soft px-4 py-3"
    >
      <p className="flex items-center gap-2 font-semibold text-danger">
        <Icon name="alert" />
        {text('problems')}
      </p>
      <ul className="mt-1 list-disc ps-10">
        {messages.map(([path, message]) => (
          <li key={path}>
            {path === '' ? (
              message
            ) : (
              <a
                href={`#${form.id}-${path}`}
                className="underline underline-offset-2"
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(`${form.id}-${path}`)?.focus()
                }}
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
