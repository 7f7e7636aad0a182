import type { TypeUse } from '../declarations/exported-types.ts'
import { sortRecord } from '../sorted.ts'

/** The kinds of everything that a contract exports: of its values, and of the types of those names. */
export function listKinds(
  values: Readonly<Record<string, unknown>>,
  uses: Readonly<Record<string, TypeUse>>,
): Record<string, string> {
  const kinds: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) kinds[name] = kindOf(value)
  for (const [name, use] of Object.entries(uses)) {
    kinds[name] = kinds[name] === undefined ? use : `${kinds[name]}, ${use}`
  }
  return sortRecord(kinds)
}

/** What an exported value is, told by its brand; anything without one is a value of the contract's own. */
export function kindOf(value: unknown): string {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return 'value'
  if ('_zod' in value) return 'schema'
  const brand = 'kind' in value ? value.kind : undefined
  if (brand === 'event' && 'name' in value && 'version' in value) return `event ${value.name}@${value.version}`
  if (brand === 'service' && 'name' in value) return `service ${value.name}`
  if (brand === 'flag' && 'name' in value) return `flag ${value.name}`
  if (brand === 'settings' || brand === 'permission' || brand === 'route' || brand === 'page') return brand
  const members = typeof value === 'object' ? Object.values(value) : []
  const brands = new Set(members.map((member: unknown) => (isBranded(member) ? member.kind : undefined)))
  const [only] = brands
  return brands.size === 1 && (only === 'permission' || only === 'route' || only === 'page') ? `${only}s` : 'value'
}

function isBranded(value: unknown): value is { readonly kind: unknown } {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'kind' in value
}
