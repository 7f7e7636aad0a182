import type { Change, ContractSymbol } from '../change.ts'
import type { JsonSchema, Surface } from '../lock/lock.ts'
import { sameData } from '../sorted.ts'
import type { Side } from '../surface/describe-schema.ts'
import { compareSchemas } from './schemas/compare-schemas.ts'
import { placeOf } from './schemas/place.ts'
import { exportSymbols, memberSymbols } from './symbols.ts'

/**
 * Compares the schemas that a contract exports, each on the sides it is used on.
 *
 * A change of one is a change of every route, page, event and schema that refers to it; it is told here, once.
 */
export function compareNamedSchemas(old: Surface, now: Surface): readonly Change[] {
  return Object.keys(old.schemas).flatMap((name) => {
    const found = pairSides(old.schemas[name], now.schemas[name]).flatMap(({ side, before, after }) => {
      const users = listUsers(old, name, side)
      const usedBy = users.names.length > 0 ? ` (used by ${users.names.join(', ')})` : ''
      return compareSchemas(placeOf(before, old.schemas), placeOf(after, now.schemas), side).map(
        (change): Change => ({
          class: change.class,
          surface: 'schema',
          name,
          message: `${change.message}${usedBy}`,
          symbols: [{ name }, ...users.symbols],
        }),
      )
    })
    return found.filter((change, index) => !found.some((other, place) => place < index && sameData(other, change)))
  })
}

type Sides = Surface['schemas'][string]

interface SidePair {
  readonly side: Side
  readonly before: JsonSchema
  readonly after: JsonSchema
}

/** The sides that both states have; where they have none in common, what they have. */
function pairSides(old: Sides | undefined, now: Sides | undefined): readonly SidePair[] {
  const common = (['input', 'output'] as const).flatMap((side): readonly SidePair[] => {
    const [before, after] = [old?.[side], now?.[side]]
    return before && after ? [{ side, before, after }] : []
  })
  if (common.length > 0 || !old || !now) return common
  const [before, after] = [old.input ?? old.output, now.input ?? now.output]
  return before && after ? [{ side: old.input ? 'input' : 'output', before, after }] : []
}

interface Users {
  /** In words: `route show`. */
  readonly names: readonly string[]
  readonly symbols: readonly ContractSymbol[]
}

/** The routes, pages and events that a schema is a part of, on one side. */
function listUsers(surface: Surface, name: string, side: Side): Users {
  const references = listReferring(surface, `#/schemas/${name}/${side}`)
  const uses = (parts: Readonly<Record<string, unknown>>) =>
    Object.keys(parts).filter((part) => containsAny(parts[part], references))
  const [routes, pages, events] = [uses(surface.routes), uses(surface.pages), uses(surface.events)]
  return {
    names: [
      ...routes.map((key) => `route ${key}`),
      ...pages.map((key) => `page ${key}`),
      ...events.map((key) => `event ${key}`),
    ],
    symbols: [
      ...routes.flatMap((key) => memberSymbols(surface, 'routes', key)),
      ...pages.flatMap((key) => memberSymbols(surface, 'pages', key)),
      ...events.flatMap((key) => exportSymbols(surface, `event ${key}`)),
    ],
  }
}

/** A reference, and those to the named schemas that contain it. */
function listReferring({ schemas }: Surface, reference: string): ReadonlySet<string> {
  const references = new Set([reference])
  for (let before = 0; before !== references.size; ) {
    before = references.size
    for (const [name, sides] of Object.entries(schemas)) {
      for (const [side, schema] of Object.entries(sides))
        if (containsAny(schema, references)) references.add(`#/schemas/${name}/${side}`)
    }
  }
  return references
}

function containsAny(schema: unknown, references: ReadonlySet<string>): boolean {
  const text = JSON.stringify(schema)
  return [...references].some((reference) => text.includes(`"${reference}"`))
}
