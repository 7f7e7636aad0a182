import { Combobox } from '@base-ui/react/combobox'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import type { Choice } from './select-field.tsx'
import { type SearchChoices, useSearch } from './use-search.ts'

export interface ComboboxBoxProps {
  readonly input: ComponentProps<'input'>
  readonly choices: readonly Choice[]
  readonly chosen: Choice | undefined
  readonly search: SearchChoices | undefined
  readonly onChoose: (choice: Choice | undefined) => void
}

/** The box of `ComboboxField`. */
export function ComboboxBox({ input, choices, chosen, search, onChoose }: ComboboxBoxProps): ReactNode {
  const text = useUiText()
  const { found, isSearching, hasFailed, type, begin } = useSearch(search)
  const { required, disabled, ...attributes } = input
  return (
    <Combobox.Root<Choice>
      items={found ?? choices}
      value={chosen ?? null}
      onValueChange={(choice) => onChoose(choice ?? undefined)}
      onInputValueChange={(entry, { reason }) => {
        if (reason === 'input-change' || reason === 'input-clear') type(entry)
      }}
      onOpenChange={(open, { reason }) => {
        if (open && reason !== 'input-change' && reason !== 'input-clear') begin()
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
          <Combobox.Popup className="w-(--anchor-width) min-w-56 rounded-md border border-line bg-raised shadow-popup">
            <Combobox.Status className="px-3 py-2.5 text-muted empty:hidden">
              {isSearching && text('loading')}
              {hasFailed && <span className="text-danger">{text('searchFailed')}</span>}
            </Combobox.Status>
            <Combobox.Empty className="px-3 py-2.5 text-muted empty:hidden">
              {!isSearching && !hasFailed && text('noMatch')}
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 data-empty:p-0">
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
