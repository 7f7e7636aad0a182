import { useEffect, useRef, useState } from 'react'
import type { Choice } from './select-field.tsx'

/** Finds choices that fit a text; an empty text finds those to begin with. */
export type SearchChoices = (text: string) => Promise<readonly Choice[]>

export interface Search {
  /** `undefined` before anything was found. */
  readonly found: readonly Choice[] | undefined
  readonly isSearching: boolean
  /** Whether the last search came to nothing because it could not be made. */
  readonly hasFailed: boolean
  /** Searches once the person pauses. */
  readonly type: (text: string) => void
  /** Searches at once. */
  readonly begin: () => void
}

/** How long a person pauses before the server is asked. */
const pauseMs = 200

/** Asks for choices while the person types. An answer that was overtaken by a later question is dropped. */
export function useSearch(search: SearchChoices | undefined): Search {
  const [found, setFound] = useState<readonly Choice[]>()
  const [state, setState] = useState<'idle' | 'searching' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function ask(text: string, turn: number): Promise<void> {
    const answer = await search?.(text).catch(() => undefined)
    if (turn !== latest.current) return
    setFound(answer ?? [])
    setState(answer ? 'idle' : 'failed')
  }

  function schedule(text: string, waitMs: number): void {
    if (!search) return
    clearTimeout(timer.current)
    latest.current += 1
    const turn = latest.current
    setState('searching')
    timer.current = setTimeout(() => void ask(text, turn), waitMs)
  }

  return {
    found,
    isSearching: state === 'searching',
    hasFailed: state === 'failed',
    type(text) {
      // What fitted the text before must not be taken by a quick press of Enter.
      if (search) setFound([])
      schedule(text, pauseMs)
    },
    begin: () => schedule('', 0),
  }
}
