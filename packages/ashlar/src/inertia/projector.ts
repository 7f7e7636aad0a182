/**
 * Compiles a page's schema into functions that keep what is declared and drop the rest.
 *
 * TypeScript lets a value carry more than its type says, a row with its password hash for one. Projecting is much
 * cheaper than parsing: it checks no formats and runs no refinements, and it copies an object only when it must drop
 * something from it.
 */
import type { z } from 'zod'
import { outputSchemaOf } from './output-schema.ts'
import { assertSettled, isPlainObject, Misfit, mapList, misfitAt, plainJson, setMember } from './plain-json.ts'

/** A schema holds something that has no form as JSON. Raised without a page; the caller knows it. */
export class Untransportable extends Error {
  override readonly name = 'Untransportable'
  /** What the schema holds, as zod calls it. */
  readonly schemaKind: string
  readonly path: string[] = []

  constructor(schemaKind: string) {
    super(`A schema of kind "${schemaKind}" cannot be sent as JSON.`)
    this.schemaKind = schemaKind
  }
}

/** Keeps of a value what one schema declares. Raises a `Misfit` when nothing safe can be kept. */
export interface Projector {
  /** The declared part of a value. `undefined` and `null` pass: an absent value leaks nothing. */
  readonly project: (value: unknown) => unknown
  /** The projector of a member, for an object that is put together piece by piece; `undefined` when it is not declared. */
  readonly member?: (container: object, key: string) => Projector | undefined
}

const compiled = new WeakMap<z.core.$ZodType, Projector>()

/** The projector of a schema, compiled on first use. */
export function projectorOf(schema: z.core.$ZodType): Projector {
  const known = compiled.get(schema)
  if (known) return known
  // A schema that contains itself meets this stand-in on its way round.
  let projector: Projector | undefined
  compiled.set(schema, {
    project: (value) => projector?.project(value),
    member: (container, key) => projector?.member?.(container, key),
  })
  try {
    projector = compile(schema as z.core.$ZodTypes)
  } catch (error) {
    compiled.delete(schema)
    throw error
  }
  compiled.set(schema, projector)
  return projector
}

/** A value of a type that the schema leaves open: it passes whole. */
export const anything: Projector = { project: plainJson, member: () => anything }

const scalar: Projector = {
  project(value) {
    if (typeof value === 'object') {
      if (value === null) return null
      if (value instanceof Date) return value.toJSON()
      throw new Misfit('an object stands where a single value is declared')
    }
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : plainJson(value)
  },
}

function compile(schema: z.core.$ZodTypes): Projector {
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return compileObject(def)
    case 'array':
      return compileList([], def.element)
    case 'tuple':
      return compileList(def.items, def.rest)
    case 'record':
      return compileRecord(def)
    case 'union':
      return compileUnion(def)
    case 'intersection':
      return intersect(projectorOf(def.left), projectorOf(def.right))
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
      return projectorOf(def.innerType)
    case 'pipe':
      return projectorOf(def.out)
    case 'lazy':
      return projectorOf(def.getter())
    case 'any':
    case 'unknown':
    case 'custom':
      return anything
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'undefined':
    case 'void':
    case 'never':
    case 'nan':
    case 'literal':
    case 'enum':
    case 'template_literal':
    case 'success':
      return scalar
    default:
      throw new Untransportable(def.type)
  }
}

function compileObject(def: z.core.$ZodObjectDef): Projector {
  const keys = Object.keys(def.shape)
  const projectors = Object.entries(def.shape).map(([key, schema]) => compileMember(key, schema))
  const members = new Map(keys.map((key, index) => [key, projectors[index]]))
  const rest = def.catchall && def.catchall._zod.def.type !== 'never' ? projectorOf(def.catchall) : undefined

  /** Copies what is declared. The first `verified` members are as they should be; `next` is the one after, projected. */
  function copy(source: Record<string, unknown>, verified: number, next?: unknown): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as string
      const member = index === verified && next !== undefined ? next : source[key]
      if (member === undefined) continue
      const isProjected = index < verified || member === next
      setMember(result, key, isProjected ? member : projectMember(projectors[index], key, member))
    }
    if (rest) {
      for (const key of Object.keys(source)) {
        if (!members.has(key)) setMember(result, key, projectMember(rest, key, source[key]))
      }
    }
    return result
  }

  return {
    member: (_container, key) => members.get(key) ?? rest,
    project(value) {
      if (value === null || value === undefined) return value
      const source = toRecord(value)
      if (!isPlainObject(source) || 'toJSON' in source) return copy(source, 0)
      // A row mostly has exactly the declared keys in the declared order: then the row itself will do.
      let index = 0
      for (const key in source) {
        if (key !== keys[index]) return copy(source, index)
        const member = source[key]
        const projected = projectMember(projectors[index], key, member)
        if (projected !== member) return copy(source, index, projected)
        index += 1
      }
      return source
    },
  }
}

function projectMember(projector: Projector | undefined, key: string, member: unknown): unknown {
  try {
    return projector?.project(member)
  } catch (error) {
    throw misfitAt(error, key)
  }
}

function compileMember(key: string, schema: z.core.$ZodType): Projector {
  try {
    return projectorOf(schema)
  } catch (error) {
    if (error instanceof Untransportable) error.path.unshift(key)
    throw error
  }
}

function compileList(items: readonly z.core.$ZodType[], rest: z.core.$ZodType | null): Projector {
  const first = items.map(projectorOf)
  const others = rest ? projectorOf(rest) : undefined
  return {
    project(value) {
      if (value === null || value === undefined) return value
      if (!Array.isArray(value)) throw new Misfit('no list stands where a list is declared')
      const declared = others ? value : value.slice(0, first.length)
      return mapList(declared, (item, index) => (first[index] ?? others)?.project(item))
    },
  }
}

function compileRecord(def: z.core.$ZodRecordDef): Projector {
  const element = projectorOf(def.valueType)
  const keys = def.keyType._zod.values
  const isDeclared = (key: string) => keys === undefined || keys.has(key)
  return {
    member: (_container, key) => (isDeclared(key) ? element : undefined),
    project(value) {
      if (value === null || value === undefined) return value
      const result: Record<string, unknown> = {}
      for (const [key, member] of Object.entries(toRecord(value))) {
        if (isDeclared(key) && member !== undefined) setMember(result, key, projectMember(element, key, member))
      }
      return result
    },
  }
}

type UnionOption = { readonly schema: z.core.$ZodType; readonly projector: Projector }

function compileUnion(def: z.core.$ZodUnionDef & { readonly discriminator?: string }): Projector {
  const options = def.options.map((schema) => ({ schema, projector: projectorOf(schema) }))
  if (options.every(({ projector }) => projector === scalar)) return scalar
  if (def.discriminator !== undefined) return compileTaggedUnion(def.discriminator, options)
  return {
    project(value) {
      if (value === null || value === undefined) return value
      if (typeof value !== 'object') return scalar.project(value)
      const fitting = options.find(({ schema }) => outputSchemaOf(schema).safeParse(value).success)
      if (!fitting) throw new Misfit('the value fits no option of the union')
      return fitting.projector.project(value)
    },
  }
}

function compileTaggedUnion(discriminator: string, options: readonly UnionOption[]): Projector {
  const byTag = new Map<unknown, Projector>()
  for (const { schema, projector } of options) {
    for (const tag of schema._zod.propValues?.[discriminator] ?? []) byTag.set(tag, projector)
  }
  function choose(container: object): Projector {
    const projector = byTag.get((container as Record<string, unknown>)[discriminator])
    if (!projector) throw new Misfit(`no option of the union has the "${discriminator}" of the value`)
    return projector
  }
  return {
    member: (container, key) => choose(container).member?.(container, key),
    project: (value) => (value === null || value === undefined ? value : choose(toRecord(value)).project(value)),
  }
}

/** Keeps what either side declares; a member that both declare is an intersection again. */
function intersect(left: Projector, right: Projector): Projector {
  function member(container: object, key: string): Projector | undefined {
    const ofLeft = left.member?.(container, key)
    const ofRight = right.member?.(container, key)
    return ofLeft && ofRight && ofLeft !== ofRight ? intersect(ofLeft, ofRight) : (ofLeft ?? ofRight)
  }
  return {
    member,
    project(value) {
      if (!isPlainObject(value)) return right.project(left.project(value))
      const result: Record<string, unknown> = {}
      for (const key of Object.keys(value)) {
        const projector = member(value, key)
        if (projector && value[key] !== undefined) setMember(result, key, projectMember(projector, key, value[key]))
      }
      return result
    },
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit('no object stands where an object is declared')
  }
  if (!isPlainObject(value)) assertSettled(value)
  return value as Record<string, unknown>
}
