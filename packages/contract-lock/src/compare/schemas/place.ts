/** A schema inside of a lock: what it refers to is found from where it stands. */
import type { JsonSchema, Surface } from '../../lock/lock.ts'

export interface SchemaPlace {
  readonly schema: JsonSchema
  /** The document that `#/$defs` counts from. */
  readonly document: JsonSchema
  /** The named schemas of its contract. */
  readonly schemas: Surface['schemas']
}

/** The place of a whole schema. */
export function placeOf(schema: JsonSchema, schemas: Surface['schemas']): SchemaPlace {
  return { schema, document: schema, schemas }
}

/** A part of a schema; what is no schema is one that nothing fits (`false`) or everything (`true`). */
export function partOf(place: SchemaPlace, part: unknown): SchemaPlace {
  const schema = part === false ? { not: {} } : isSchema(part) ? part : {}
  return { ...place, schema }
}

/** Follows references until there is none. */
export function resolveReference(place: SchemaPlace): SchemaPlace {
  let found = place
  for (let steps = 0; typeof found.schema.$ref === 'string' && steps < 32; steps += 1) {
    found = follow(found, found.schema.$ref)
  }
  return found
}

function follow(place: SchemaPlace, reference: string): SchemaPlace {
  const [, group, name = '', side] = reference.split('/')
  if (group === 'schemas') {
    const schema = place.schemas[name]?.[side === 'input' ? 'input' : 'output'] ?? {}
    return placeOf(schema, place.schemas)
  }
  if (group === undefined) return { ...place, schema: place.document }
  const definitions = place.document.$defs
  return partOf(place, isSchema(definitions) ? definitions[name] : undefined)
}

/** The schemas by name below a keyword such as `properties`. */
export function partsOf(schema: JsonSchema, keyword: string): Readonly<Record<string, unknown>> {
  const parts = schema[keyword]
  return isSchema(parts) ? parts : {}
}

/** The entries of a keyword that holds a list, such as `required`. */
export function listOf(schema: JsonSchema, keyword: string): readonly unknown[] {
  const list = schema[keyword]
  return Array.isArray(list) ? list : []
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a schema says apart from words for people; an empty one takes everything. */
export function bindingKeywords(schema: JsonSchema): readonly string[] {
  return Object.keys(schema).filter(
    (keyword) => keyword !== 'default' && keyword !== '$defs' && schema[keyword] !== undefined,
  )
}

/** The alternatives of a union, references as such; a schema that is none is its only one. */
export function alternativesOf(whole: SchemaPlace): readonly SchemaPlace[] {
  const resolved = resolveReference(whole)
  const { anyOf, oneOf, type } = resolved.schema
  const union = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined
  if (union) {
    return union.flatMap((part) => {
      const place = partOf(resolved, part)
      const inner = alternativesOf(place)
      return inner.length === 1 ? [place] : inner
    })
  }
  if (Array.isArray(type)) return type.map((one) => ({ ...resolved, schema: { ...resolved.schema, type: one } }))
  return [resolved]
}

/** The values of a schema that has only a few; `undefined` when there are too many to list. */
export function valuesOf({ schema }: SchemaPlace): readonly unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum
  if ('const' in schema) return [schema.const]
  if (schema.type === 'null') return [null]
  if (schema.type === 'boolean') return [true, false]
  return undefined
}
