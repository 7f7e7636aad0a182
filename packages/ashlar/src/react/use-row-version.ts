import { useState } from 'react'
import type { Messages } from './find-refusal.ts'
import type { FormState } from './form-state.ts'
import { mergeRow } from './merge-row.ts'
import type { Text } from './text.ts'

/** The version of the row that the person has seen, for a form with a `version`. */
export interface RowVersion<Body> {
  /** The body with it. */
  readonly addTo: (data: Body) => Body
  /** The row was saved: what the page shows by now is the one that was. */
  readonly accept: () => void
}

/**
 * Sees to it that nobody overwrites what others have saved without having seen it: once the server has refused a form about an older
 * row, the form takes over what others have changed, keeps what the person has, and says both.
 *
 * @param shown the row as the page has it.
 */
export function useRowVersion<Body>(form: FormState<Body>, shown: Body, text: Text): RowVersion<Body> {
  const [seen, setSeen] = useState(shown)
  const [accepted, setAccepted] = useState(false)
  const tell = (fields: readonly string[], what: 'taken' | 'kept'): Messages =>
    Object.fromEntries(fields.map((field) => [field, text(`changed.${what}`)]))
  if (accepted) {
    setSeen(shown)
    setAccepted(false)
  } else if (versionOf(shown) !== versionOf(seen) && form.messages.version !== undefined) {
    const { data, taken, kept } = mergeRow(form.data, seen, shown)
    setSeen(shown)
    const row = text('changed.row', { defaultValue: form.messages.version })
    const messages = { ...form.messages, version: row, ...tell(taken, 'taken'), ...tell(kept, 'kept') }
    form.adopt({ data, accepted: shown, messages })
  }
  return {
    addTo: (data) => (versionOf(seen) === undefined ? data : { ...data, version: versionOf(seen) }),
    accept: () => setAccepted(true),
  }
}

function versionOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'version' in row ? row.version : undefined
}
