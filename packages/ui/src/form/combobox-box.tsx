import { Combobox } from '@base-ui/react/combobox'
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import type { Choice } from './select-field.tsx'

export interface ComboboxBoxProps {
  readonly input: ComponentProps<'input'>
  readonly choices: readonly Choice[]
  readonly chosen: Choice | undefined
  readonly search: ((text: string) => Promise<readonly Choice[]>) | undefined
  readonly onChoose: (choice: Choice | undefined) => void
}

/** The box of `ComboboxField`. */
export function ComboboxBox({ input, choices, chosen, search, onChoose }: ComboboxBoxProps): ReactNode {
  const text = useUiText()
  const { found, isSearching, type } = useSearch(search)
  const { required, disabled, ...attributes } = input
  return (
    <Combobox.Root<Choice>
      items={found ?? choices}
      value={chosen ?? null}
      onValueChange={(choice) => onChoose(choice ?? undefined)}
      onInputValueChange={(entry, { reason }) => {
        if (reason === 'input-change' || reason === 'input-clear') type(entry)
      }}
      itemToStringLabel={(choice) => choice.label}
      isItemEqualToValue={(item, value) => item.value === value.value}
      filter={search ? null : undefined}
      required={required ?? false}
      disabled={disabled ?? false}
      autoHighlight
    >
      <Combobox.InputGroup className="relative">
        <Combobox.Input {...attributes} className="ui-input ui-input-buttons" />
        <span className="absolute inset-y-0 end-1 flex items-center text-muted">
          <Combobox.Clear aria-label={text('clear')} className="grid size-7 place-items-center rounded hover:text-ink">
            <Icon name="close" size={14} />
          </Combobox.Clear>
          <Combobox.Trigger aria-label={text('open')} className="grid size-7 place-items-center rounded hover:text-ink">
            <Icon name="chevron-down" size={14} />
          </Combobox.Trigger>
        </span>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50">
          <Combobox.Popup className="max-h-[min(20rem,var(--available-height))] w-(--anchor-width) min-w-56 overflow-y-auto overscroll-contain rounded-md border border-line bg-raised p-1 shadow-popup">
            <Combobox.Status className="px-2 py-1.5 text-muted empty:hidden">
              {isSearching ? text('loading') : undefined}
            </Combobox.Status>
            <Combobox.Empty className="px-2 py-1.5 text-muted empty:hidden">
              {isSearching ? undefined : text('noMatch')}
            </Combobox.Empty>
            <Combobox.List>
              {(choice: Choice) => (
                <Combobox.Item
                  key={choice.value}
                  value={choice}
                  className="flex min-h-8 cursor-default items-center justify-between gap-4 rounded px-2 py-1 select-none data-highlighted:bg-accent-soft data-selected:font-medium"
                >
                  <span className="min-w-0">{choice.label}</span>
                  {choice.hint && <span className="shrink-0 text-muted tabular-nums">{choice.hint}</span>}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

interface Search {
  /** `undefined` before anything was searched for. */
  readonly found: readonly Choice[] | undefined
  readonly isSearching: boolean
  readonly type: (entry: string) => void
}

/** How long a person pauses before the server is asked. */
const pauseMs = 200

/** Asks for choices while the person types. An answer that was overtaken by a later one is dropped. */
function useSearch(search: ComboboxBoxProps['search']): Search {
  const [found, setFound] = useState<readonly Choice[]>()
  const [isSearching, setSearching] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function ask(entry: string, turn: number): Promise<void> {
    const answer = await search?.(entry).catch(() => [])
    if (turn !== latest.current) return
    setFound(answer)
    setSearching(false)
  }

  return {
    found,
    isSearching,
    type(entry) {
      if (!search) return
      clearTimeout(timer.current)
      latest.current += 1
      const turn = latest.current
      setSearching(true)
      timer.current = setTimeout(() => void ask(entry, turn), pauseMs)
    },
  }
}
