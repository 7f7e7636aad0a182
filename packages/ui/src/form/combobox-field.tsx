import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import type { ComboboxBoxProps } from './combobox-box.tsx'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'
import type { Choice } from './select-field.tsx'

export type ComboboxFieldProps<Value extends string | null | undefined> = FieldProps<Value> & {
  /** What can be chosen; where `search` is given, what is known so far, the value itself included. */
  readonly choices: readonly Choice<NonNullable<Value>>[]
  /** Finds choices on the server, for lists that are too long to be sent. Without it the choices are searched here. */
  readonly search?: (text: string) => Promise<readonly Choice<NonNullable<Value>>[]>
  readonly placeholder?: string
}

/**
 * One of a long list, found by typing.
 *
 * The box itself is loaded once the page is there: it is large, and the server cannot render it without styles in
 * attributes, which the content security policy forbids. Until then an input shows what is chosen.
 */
export function ComboboxField<Value extends string | null | undefined>({
  choices,
  search,
  placeholder,
  ...field
}: ComboboxFieldProps<Value>): ReactNode {
  const [Box, setBox] = useState<ComponentType<ComboboxBoxProps>>()
  useEffect(() => {
    let isWanted = true
    void import('./combobox-box.tsx').then(({ ComboboxBox }) => {
      if (isWanted) setBox(() => ComboboxBox)
    })
    return () => {
      isWanted = false
    }
  }, [])

  // What was found on the server need not be among the choices.
  const [picked, setPicked] = useState<Choice>()
  const chosen = [...choices, picked].find((choice) => choice?.value === field.value)
  // While the list is open, all else is hidden from assistive technology, the label included.
  const input = { ...describeInput(field), 'aria-label': field.label, placeholder, autoComplete: 'off' }
  return (
    <FieldFrame {...field}>
      {Box ? (
        <Box
          input={input}
          choices={choices}
          chosen={chosen}
          search={search}
          onChoose={(choice) => {
            setPicked(choice)
            if (choice === undefined && field.onClear) field.onClear()
            else field.onChange((choice?.value ?? null) as Value)
          }}
        />
      ) : (
        <input {...input} className="ui-input" value={chosen?.label ?? ''} readOnly />
      )}
    </FieldFrame>
  )
}
