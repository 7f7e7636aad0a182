import type { RowHistory } from 'ashlar/contract'
import { useFormat } from 'ashlar/react'
import type { ReactNode } from 'react'
import { useUiText } from '../ui-text.ts'

/** How a field of a row is told. */
export interface HistoryField {
  readonly label: string
  /** Writes a value that is there. @default as it is */
  readonly format?: (value: string | number | boolean) => string
}

export interface HistoryProps {
  /** The newest change first. */
  readonly changes: RowHistory
  /** The fields that are told, by their keys in the table; changes of others are told without what they changed. */
  readonly fields: Readonly<Record<string, HistoryField>>
}

/** Tells what happened to something: who changed what, and when. */
export function History({ changes, fields }: HistoryProps): ReactNode {
  const text = useUiText()
  if (changes.length === 0) return <p className="text-muted">{text('history.none')}</p>
  return (
    <ol className="grid gap-4 border-s border-line ps-4">
      {changes.map((change) => (
        <Change key={change.id} change={change} fields={fields} />
      ))}
    </ol>
  )
}

type HistoryChange = RowHistory[number]

function Change({ change, fields }: { readonly change: HistoryChange } & Pick<HistoryProps, 'fields'>): ReactNode {
  const text = useUiText()
  const { moment } = useFormat()
  const { kind, who, through, at } = change
  const told = change.fields.filter(({ field }) => kind === 'update' && Object.hasOwn(fields, field))
  return (
    <li className="relative min-w-0">
      <span
        aria-hidden="true"
        className="absolute -start-[1.3125rem] top-1.5 size-2.5 rounded-full border-2 border-surface bg-strong"
      />
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium break-words">{text(`history.${kind}`, { who: nameOf(who, text) })}</span>
        {through !== null && <span className="text-muted">{text('history.through', { who: through })}</span>}
        <time dateTime={at} className="text-[0.8125rem] text-muted">
          {moment(at)}
        </time>
      </p>
      {told.length > 0 && (
        <dl className="mt-1 grid gap-x-3 gap-y-1 sm:grid-cols-[minmax(6rem,auto)_1fr]">
          {told.map((each) => (
            <Field key={each.field} change={each} field={fields[each.field] as HistoryField} />
          ))}
        </dl>
      )}
    </li>
  )
}

/** Work that no person asked for, such as a job by its schedule, is done by `system`. */
function nameOf(who: string | null, text: ReturnType<typeof useUiText>): string {
  return who === 'system' ? text('history.system') : (who ?? text('history.somebody'))
}

function Field({
  change: { before, after, secret },
  field: { label, format = String },
}: {
  readonly change: HistoryChange['fields'][number]
  readonly field: HistoryField
}): ReactNode {
  const text = useUiText()
  const write = (value: typeof before) => (value === null || value === '' ? text('history.empty') : format(value))
  return (
    <>
      <dt className="text-[0.8125rem] text-muted">{label}</dt>
      <dd className="min-w-0 break-words">
        {secret ? (
          <span className="text-muted">{text('history.secret')}</span>
        ) : (
          <>
            <span className="sr-only">{text('history.from')} </span>
            <del className="text-muted">{write(before)}</del> <span aria-hidden="true">→</span>
            <span className="sr-only">{text('history.to')}</span> <ins className="no-underline">{write(after)}</ins>
          </>
        )}
      </dd>
    </>
  )
}
