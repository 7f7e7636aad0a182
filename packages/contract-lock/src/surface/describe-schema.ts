/** Schemas of zod as JSON Schema that does not change with the release of zod that writes it. */
import { z } from 'zod'
import type { JsonSchema } from '../lock/lock.ts'
import { sortDeep } from '../sorted.ts'

/** Which side of a schema is meant: what is given to it, or what comes out of it. */
export type Side = 'input' | 'output'

/** Words for people, which bind nobody. */
const unbinding = ['$schema', 'description', 'title', 'examples', 'deprecated', 'id', '~standard']
/** Schemas that JSON Schema has no word for; they stand by their kind. */
const kindless = new Set([
  'custom',
  'transform',
  'date',
  'bigint',
  'symbol',
  'undefined',
  'void',
  'map',
  'set',
  'nan',
  'function',
  'promise',
  'file',
])

export interface SchemaDescriber {
  /** Describes one side of a schema; a named schema inside of it stands as a reference. */
  readonly describe: (schema: z.ZodType, side: Side) => JsonSchema
  /** The named schemas, each on the sides it was referred to on; one that nothing refers to, on both. */
  readonly describeNamed: () => Record<string, { input?: JsonSchema; output?: JsonSchema }>
}

/** Makes a describer that knows some schemas by name. */
export function createSchemaDescriber(named: Readonly<Record<string, z.ZodType>>): SchemaDescriber {
  const names = new Map<unknown, string>()
  for (const [name, schema] of Object.entries(named).toReversed()) names.set(schema, name)
  const referred = new Set<string>()

  const describe = (schema: z.ZodType, side: Side, known = names): JsonSchema => {
    const own = known.get(schema)
    if (own !== undefined) return refer(own, side)
    return toJsonSchema(schema, side, (inner) => {
      const name = names.get(inner)
      return name === undefined || inner === schema ? undefined : refer(name, side)
    })
  }
  const refer = (name: string, side: Side): JsonSchema => {
    referred.add(`${side} ${name}`)
    return { $ref: `#/schemas/${name}/${side}` }
  }

  const describeNamed = () => {
    const described: Record<string, { input?: JsonSchema; output?: JsonSchema }> = {}
    const unnamed = new Map<unknown, string>()
    const take = (name: string, side: Side) => {
      const schema = named[name]
      if (!schema || described[name]?.[side]) return
      described[name] = { ...described[name], [side]: describe(schema, side, unnamed) }
    }
    const takeReferred = () => {
      for (let before = -1; before !== referred.size; ) {
        before = referred.size
        for (const entry of [...referred])
          take(entry.slice(entry.indexOf(' ') + 1), entry.startsWith('input') ? 'input' : 'output')
      }
    }
    takeReferred()
    for (const name of Object.keys(named)) {
      if (described[name]) continue
      take(name, 'input')
      take(name, 'output')
      takeReferred()
    }
    return described
  }
  return { describe: (schema, side) => describe(schema, side), describeNamed }
}

function toJsonSchema(schema: z.ZodType, side: Side, refer: (inner: unknown) => JsonSchema | undefined): JsonSchema {
  const described = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const target = jsonSchema as Record<string, unknown>
      const reference = refer(zodSchema)
      if (!reference) return settle(zodSchema, target, side)
      for (const key of Object.keys(target)) delete target[key]
      Object.assign(target, reference)
    },
  })
  return sortDeep(strip(described)) as JsonSchema
}

/** Takes out what a release of zod says by itself, and adds what JSON Schema leaves unsaid. */
function settle(schema: z.core.$ZodTypes, target: Record<string, unknown>, side: Side): void {
  const { def } = schema._zod
  if (def.type === 'object' && side === 'output' && target.additionalProperties === false)
    delete target.additionalProperties
  if (side === 'output') delete target.default
  if (target.type === 'integer') {
    if (target.minimum === Number.MIN_SAFE_INTEGER) delete target.minimum
    if (target.maximum === Number.MAX_SAFE_INTEGER) delete target.maximum
  }
  if (typeof target.format === 'string' && isOwnPattern(schema, target.format, target.pattern)) delete target.pattern
  if (kindless.has(def.type) && target.type === undefined) target['x-kind'] = def.type
  if (side === 'input' && 'coerce' in def && def.coerce === true) target['x-coerced'] = true
  const refinements = (def.checks ?? []).filter((check) => check._zod.def.check === 'custom').length
  if (refinements > 0) target['x-refinements'] = refinements
}

/** Whether a pattern is the one that zod gives a format by itself. */
function isOwnPattern(schema: z.core.$ZodTypes, format: string, pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false
  const own: Readonly<Record<string, () => z.ZodType>> = {
    email: z.email,
    uuid: z.uuid,
    date: z.iso.date,
    time: z.iso.time,
    duration: z.iso.duration,
    'date-time': z.iso.datetime,
    ipv4: z.ipv4,
    ipv6: z.ipv6,
  }
  const options = schema._zod.def as { precision?: number | null; offset?: boolean; local?: boolean }
  const plain = own[format]?.()
  return (
    plain !== undefined &&
    !options.offset &&
    !options.local &&
    options.precision == null &&
    z.toJSONSchema(plain).pattern === pattern
  )
}

function strip(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .filter(([key]) => inProperties || !unbinding.includes(key))
    .map(([key, item]) => {
      if (!inProperties && key === 'default') return [key, item]
      if (!inProperties && (key === 'required' || key === 'enum') && Array.isArray(item))
        return [key, item.toSorted(compareJson)]
      return [key, strip(item, !inProperties && (key === 'properties' || key === '$defs'))]
    })
  return Object.fromEntries(kept)
}

/** The order of a list that has none of its own. */
function compareJson(left: unknown, right: unknown): number {
  const [first = '', second = ''] = [JSON.stringify(left), JSON.stringify(right)]
  return first === second ? 0 : first < second ? -1 : 1
}
