import type { Change } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { listNames } from '../sorted.ts'
import { compareSchemas, type SchemaChange } from './schemas/compare-schemas.ts'
import { placeOf } from './schemas/place.ts'
import { exportSymbols, memberSymbols } from './symbols.ts'

/** Compares pages by their props, or events by their payloads: what consumers read of a module. */
export function compareDeclared(old: Surface, now: Surface, surface: 'page' | 'event'): readonly Change[] {
  const [before, after] = surface === 'page' ? [old.pages, now.pages] : [old.events, now.events]
  return listNames(before, after).flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    const symbols = surface === 'page' ? memberSymbols(old, 'pages', name) : exportSymbols(old, `event ${name}`)
    const make = (change: SchemaChange): Change => ({ ...change, surface, name, symbols })
    if (!is) return [make({ class: 'major', message: 'was removed' })]
    if (!was) return [make({ class: 'minor', message: 'was added' })]
    return compareSchemas(placeOf(was, old.schemas), placeOf(is, now.schemas), 'output').map(make)
  })
}
