import { useText } from 'ashlar/react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Choice } from '../form/select-field.tsx'
import type { List } from './use-list.ts'

/** How long a person pauses before the list is loaded again. */
const pauseMs = 250

/** Finds rows by text, while the person types. */
export function SearchBox({ list, label }: { readonly list: List; readonly label: string }): ReactNode {
  const text = useText('ui')
  const id = useId()
  const [entry, setEntry] = useState(list.query.search)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function enter(value: string): void {
    setEntry(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => list.change({ search: value, page: 1 }), pauseMs)
  }

  return (
    <div className="min-w-0 flex-1 sm:max-w-xs">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        type="search"
        className="min-h-9 w-full rounded-md border border-strong/70 bg-surface px-3 placeholder:text-muted"
        placeholder={text('search')}
        value={entry}
        onChange={(event) => enter(event.target.value)}
      />
    </div>
  )
}

export interface FilterProps {
  readonly list: List
  /** The name of the filter in the list's query. */
  readonly name: string
  readonly label: string
  readonly choices: readonly Choice<string>[]
}

/** Narrows the list to one of several values. */
export function Filter({ list, name, label, choices }: FilterProps): ReactNode {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <select
        id={id}
        className="min-h-9 rounded-md border border-strong/70 bg-surface px-2.5"
        value={String(list.query[name] ?? '')}
        onChange={(event) => list.change({ [name]: event.target.value, page: 1 })}
      >
        {choices.map(({ value, label: shown }) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Search and filters above a list. */
export function ListTools({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="mb-4 flex flex-wrap items-center gap-2">{children}</div>
}
