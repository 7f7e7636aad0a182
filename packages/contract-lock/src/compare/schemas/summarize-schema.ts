/** A schema in a few words. */
import type { JsonSchema } from '../../lock/lock.ts'

const longest = 90

/** Says what a schema takes: `string, maxLength 200`, `one of "a", "b"`. */
export function summarizeSchema(schema: JsonSchema): string {
  const text = describe(schema)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function describe(schema: JsonSchema): string {
  const { type, anyOf, oneOf, items, prefixItems, ...rest } = schema
  const union = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined
  if (union) return union.map((part) => describe(part as JsonSchema)).join(' or ')
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-2) ?? schema.$ref
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema['x-kind'] !== undefined) return String(schema['x-kind'])
  const { additionalProperties: others } = schema
  if (type === 'object' && typeof others === 'object' && others !== null && !schema.properties)
    return `a record of ${describe(others as JsonSchema)}`
  if (type === 'object')
    return `an object of ${Object.keys((schema.properties as object | undefined) ?? {}).join(', ') || 'any fields'}`
  const details = Object.entries(rest)
    .filter(([keyword]) => keyword !== 'default')
    .map(
      ([keyword, value]) =>
        `${keyword.replace(/^x-/, '')} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
  const head = type === 'array' ? describeList(prefixItems, items) : [type ?? 'anything'].flat().join(' or ')
  return [head, ...details].join(', ')
}

function describeList(places: unknown, items: unknown): string {
  if (Array.isArray(places)) return `a list of ${places.map((place) => describe(place as JsonSchema)).join(', then ')}`
  return `a list of ${describe(typeof items === 'object' && items !== null ? (items as JsonSchema) : {})}`
}
