/** What a locale file may hold. Boot and `ashlar doctor` hold files to the same. */
import type { AshlarError } from '../contract/errors.ts'
import { localeFileInvalid } from './errors.ts'
import type { Texts } from './find-text.ts'

/** A part of a locale file that is no text, or one that no key leads to. */
export interface LocaleFault {
  /** The names that lead to it; none for the file as a whole. */
  readonly path: readonly string[]
  /** The words of boot. */
  readonly error: AshlarError
}

/** Whether what a locale file holds is texts, in objects to any depth, each reached by a dotted key. */
export function isTexts(data: unknown): data is Texts {
  return listReasons(data, []).next().done === true
}

/** Everything that is wrong with what a locale file holds, in its order. */
export function listLocaleFaults(file: string, data: unknown): LocaleFault[] {
  return [...listReasons(data, [])].map(({ path, reason }) => ({ path, error: localeFileInvalid(file, reason) }))
}

interface Reason {
  readonly path: readonly string[]
  readonly reason: string
}

function* listReasons(data: unknown, path: readonly string[]): Generator<Reason> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    yield { path, reason: `${path.length === 0 ? 'the whole' : `"${path.join('.')}"`} is no object of texts.` }
    return
  }
  for (const [name, value] of Object.entries(data)) {
    const inner = [...path, name]
    if (/[.:]/.test(name)) {
      yield {
        path: inner,
        reason: `no key leads to "${name}", because of the ${name.includes('.') ? 'dot' : 'colon'}.`,
      }
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* listReasons(value, inner)
    } else if (typeof value !== 'string') {
      yield { path: inner, reason: `"${inner.join('.')}" is neither a text nor an object of texts.` }
    }
  }
}
