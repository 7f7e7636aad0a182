import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Choice } from '../form/select-field.tsx'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import type { List } from './use-list.ts'

/** How long a person pauses before the list is loaded again. */
const pauseMs = 250

export interface SearchBoxProps {
  readonly list: List
  /** What is searched, for those who do not see it. */
  readonly label: string
}

/** Finds rows by text, while the person types. */
export function SearchBox({ list, label }: SearchBoxProps): ReactNode {
  const text = useUiText()
  const { search } = list.query
  const [entry, setEntry] = useState(search)
  const [shown, setShown] = useState(search)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // The search came from elsewhere, as by "back"; what the person is typing on is left alone.
  if (shown !== search) {
    setShown(search)
    if (entry.trim() !== search) setEntry(search)
  }

  function find(value: string): void {
    clearTimeout(timer.current)
    if (value.trim() !== search) list.change({ search: value, page: 1 })
  }

  return (
    <search className="min-w-40 flex-1 sm:max-w-xs">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault()
          find(entry)
        }}
      >
        <Icon name="search" className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted" />
        <input
          type="search"
          name="search"
          aria-label={label}
          placeholder={text('search')}
          autoComplete="off"
          className="ui-input ui-input-icon"
          value={entry}
          onChange={({ target }) => {
            setEntry(target.value)
            clearTimeout(timer.current)
            timer.current = setTimeout(() => find(target.value), pauseMs)
          }}
        />
      </form>
    </search>
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
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-[0.8125rem] whitespace-nowrap text-muted">
        {label}
      </label>
      <select
        id={id}
        className="ui-input w-auto"
        value={String(list.query[name] ?? '')}
        onChange={({ target }) => list.change({ [name]: target.value, page: 1 })}
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
  return <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">{children}</div>
}
