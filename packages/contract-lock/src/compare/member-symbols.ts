import type { ContractSymbol } from '../change.ts'
import type { Surface } from '../lock/lock.ts'

/** The symbol of a member that is exported within a set: `routes.show`. */
export function memberSymbols(
  surface: Surface,
  kind: string,
  member: string,
  literal?: string,
): readonly ContractSymbol[] {
  const text = literal === undefined ? {} : { literal }
  return Object.entries(surface.exports)
    .filter(([, kinds]) => kinds.split(', ').includes(kind))
    .map(([name]) => ({ name, member, ...text }))
}
