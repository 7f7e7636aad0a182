/** What consumers name in their sources when they use a part of a contract. */
import type { ContractSymbol } from '../change.ts'
import type { Surface } from '../lock/lock.ts'

/** The kinds of exports that hold a set of declarations. */
type SetKind = 'pages' | 'permissions' | 'routes' | 'settings'

/** The symbols of a member of an exported set: `routes.show`. */
export function memberSymbols(
  surface: Surface,
  kind: SetKind,
  member: string,
  literal?: string,
): readonly ContractSymbol[] {
  const text = literal === undefined ? {} : { literal }
  return namesOf(surface, kind).map((name) => ({ name, member, ...text }))
}

/** The symbols of what is exported by itself: `event orders.placed@1`, `service catalog`. */
export function exportSymbols(surface: Surface, kind: string): readonly ContractSymbol[] {
  return namesOf(surface, kind).map((name) => ({ name }))
}

function namesOf({ exports }: Surface, kind: string): readonly string[] {
  return Object.keys(exports).filter((name) => exports[name]?.split(', ').includes(kind))
}
