import { type FormEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
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
 * Lists what was refused in the order of the fields, each with a link to its field. It takes the focus when a form comes back, so that nobody has
 * to look for what is wrong.
 */
export function ErrorSummary({ form }: { readonly form: FormState }): ReactNode {
  const text = useUiText()
  const summary = useRef<HTMLDivElement>(null)
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map())
  const { id, errors, refusals } = form
  const places = [...labels.keys()]
  const placeOf = (path: string) => places.indexOf(`${id}-${path}`)
  const messages = Object.entries(errors as Readonly<Record<string, string | undefined>>)
    .filter(([, message]) => message !== undefined)
    .toSorted(([one], [two]) => placeOf(one) - placeOf(two))

  // Before it is painted: the fields know their labels, and stand in the document already.
  useLayoutEffect(() => {
    if (refusals > 0) setLabels(findLabels(id))
  }, [id, refusals])
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
        {messages.map(([path, message]) => {
          const field = `${id}-${path}`
          const label = labels.get(field)
          return (
            <li key={path}>
              {label === undefined ? (
                message
              ) : (
                <a
                  href={`#${field}`}
                  className="inline-block py-0.5 underline underline-offset-2"
                  onClick={(event) => {
                    event.preventDefault()
                    document.getElementById(field)?.focus()
                  }}
                >
                  {label}: {message}
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The labels of a form's inputs in their order, by the ids of those. What stands behind the words of a label is left out. */
function findLabels(formId: string): ReadonlyMap<string, string> {
  const labels = document.querySelectorAll<HTMLLabelElement>('label[for]')
  return new Map(
    [...labels]
      .filter(({ htmlFor }) => htmlFor.startsWith(`${formId}-`))
      .map(({ htmlFor, firstChild }) => [htmlFor, firstChild?.textContent ?? '']),
  )
}
