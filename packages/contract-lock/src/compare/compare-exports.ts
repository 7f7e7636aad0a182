import type { Change } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { listNames, without } from '../sorted.ts'

/** Compares what a contract exports, and as what. */
export function compareExports(old: Surface, now: Surface): readonly Change[] {
  return listNames(old.exports, now.exports).flatMap((name): readonly Change[] => {
    const before = kindsOf(old.exports[name])
    const after = kindsOf(now.exports[name])
    const gone = without(before, after)
    const added = without(after, before)
    const change = { surface: 'export' as const, name, symbols: [{ name }] }
    if (gone.length > 0 && after.length === 0)
      return [{ ...change, class: 'major', message: `${list(gone)} is not exported any more` }]
    if (gone.length > 0) return [{ ...change, class: 'major', message: `it was ${list(before)} and is ${list(after)}` }]
    return added.length > 0 ? [{ ...change, class: 'minor', message: `${list(added)} is exported now` }] : []
  })
}

/** How values of a type come about is judged with the type itself. */
function kindsOf(kinds: string | undefined): readonly string[] {
  return kinds?.split(', ').map((kind) => (kind.endsWith('type') ? 'type' : kind)) ?? []
}

function list(kinds: readonly string[]): string {
  return kinds.map((kind) => `the ${kind}`).join(' and ')
}
