import { isSame } from './is-same.ts'

/** A form after somebody else has changed the row that it is about. */
export interface MergedRow<Data> {
  readonly data: Data
  /** The fields that hold what somebody else has entered, since the person had not changed them. */
  readonly taken: readonly string[]
  /** The fields that both have changed: they hold what the person has entered. */
  readonly kept: readonly string[]
}

/**
 * Brings together what a person has entered and what somebody else has saved meanwhile.
 *
 * @param seen the row that the person began with.
 * @param now the row as it is.
 */
export function mergeRow<Data>(entered: Data, seen: Data, now: Data): MergedRow<Data> {
  const changed = (Object.keys(now as object) as (keyof Data & string)[]).filter(
    (field) => field !== 'version' && !isSame(seen[field], now[field]),
  )
  const taken = changed.filter((field) => isSame(entered[field], seen[field]))
  const news = Object.fromEntries([...taken, 'version' as keyof Data & string].map((field) => [field, now[field]]))
  return {
    data: { ...entered, ...news },
    taken,
    kept: changed.filter((field) => !taken.includes(field) && !isSame(entered[field], now[field])),
  }
}
