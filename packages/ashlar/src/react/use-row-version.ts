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
  } else if (versionOf(shown) !== versionOf(seen)) {
    const { data, taken, kept } = mergeRow(form.data, seen, shown)
    const refusal = form.messages.version
    if (refusal !== undefined) {
      setSeen(shown)
      const row = text('changed.row', { defaultValue: refusal })
      const messages = { ...form.messages, version: row, ...tell(taken, 'taken'), ...tell(kept, 'kept') }
      form.adopt({ data, accepted: shown, messages })
    } else if (!form.processing && taken.length + kept.length === 0) {
      // Another action of the page, perhaps: it has changed nothing that the form would overwrite.
      setSeen(shown)
    }
  }
  return {
    addTo: (data) => (versionOf(seen) === undefined ? data : { ...data, version: versionOf(seen) }),
    accept: () => setAccepted(true),
  }
}

function versionOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'version' in row ? row.version : undefined
}
