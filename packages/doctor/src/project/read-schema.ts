/** What a zod schema in a contract asks for, as far as it can be read without running it. */
import { type Found, isOutside, type Located, type Lookup } from './lookup.ts'
import { argumentOf } from './read-found.ts'

/** A field of an object schema. */
export interface Field {
  readonly name: string
  /** Whether a body without it is refused; `undefined` when that cannot be told. */
  readonly required: boolean | undefined
}

export interface Fields {
  readonly known: readonly Field[]
  /** Whether it may take fields besides those known. */
  readonly open: boolean
}

/** What is called on an object schema without a change of what it takes. */
const keepFields: ReadonlySet<string> = new Set([
  'strict',
  'strip',
  'refine',
  'superRefine',
  'check',
  'transform',
  'meta',
  'describe',
  'brand',
  'readonly',
])

/** The fields of `z.object({ … })` and of what is made from it; `undefined` for what is no such schema. */
export function readFields(schema: Found | undefined, lookup: Lookup): Fields | undefined {
  if (!schema || isOutside(schema) || schema.value.kind !== 'call') return undefined
  const method = methodOf(schema.value.callee)
  if (method === 'object' || method === 'strictObject') return readShape(schema, lookup)
  if (method === 'looseObject') return { ...readShape(schema, lookup), open: true }
  const base = readFields(receiverOf(schema, lookup), lookup)
  if (!base) return undefined
  if (keepFields.has(method)) return base
  switch (method) {
    case 'loose':
    case 'passthrough':
    case 'catchall':
      return { ...base, open: true }
    case 'extend':
    case 'safeExtend':
      return join(base, readShape(schema, lookup))
    case 'partial':
      return schema.value.args.length === 0 ? setRequired(base, false) : setRequired(base, undefined)
    default:
      return undefined
  }
}

const methodOf = (callee: string): string => callee.split('.').at(-1) ?? ''

function readShape(schema: Located, lookup: Lookup): Fields {
  const shape = argumentOf(schema, 0, lookup)
  if (!shape) return { known: [], open: true }
  const known = lookup.entries(shape).map(({ key, found }) => ({ name: key, required: isRequired(found, lookup) }))
  return { known, open: !lookup.isComplete(shape) }
}

function join(base: Fields, added: Fields): Fields {
  const kept = base.known.filter(({ name }) => !added.known.some((field) => field.name === name))
  // What is added and cannot be read may change a field of the base.
  const safe = added.open ? setRequired({ ...base, known: kept }, undefined).known : kept
  return { known: [...safe, ...added.known], open: base.open || added.open }
}

const setRequired = ({ known, open }: Fields, required: boolean | undefined): Fields => ({
  known: known.map(({ name }) => ({ name, required })),
  open,
})

/** What a call is made on: `Base` of `Base.extend(…)`, or the call before the dot. */
export function receiverOf({ value, file }: Located, lookup: Lookup): Found | undefined {
  if (value.kind !== 'call') return undefined
  if (value.receiver) return lookup.follow({ value: value.receiver, file })
  const path = value.callee.split('.').slice(0, -1)
  return path.length === 0 ? undefined : lookup.follow({ value: { kind: 'name', path, at: value.at }, file })
}

const mayBeLeftOut: ReadonlySet<string> = new Set([
  'optional',
  'exactOptional',
  'default',
  'prefault',
  'catch',
  'nullish',
])
/** Whatever these are called on, nothing is said about whether the field may be left out. */
const unclear: ReadonlySet<string> = new Set(['or', 'and', 'unwrap', 'removeDefault', 'with'])
/** Schemas that refuse `undefined`. Others, such as `z.any()` and `z.union()`, may take it. */
const definite =
  /^(?:string|email|url|uuid|guid|int|int32|number|boolean|bigint|date|enum|literal|object|strictObject|looseObject|array|tuple|record|map|set|file|nullable|stringbool|templateLiteral|datetime|time|duration)$/

/** Whether a schema refuses an absent value; `undefined` when that cannot be told. */
export function isRequired(found: Found, lookup: Lookup): boolean | undefined {
  if (isOutside(found) || found.value.kind !== 'call') return undefined
  const { callee } = found.value
  const method = methodOf(callee)
  if (mayBeLeftOut.has(method)) return false
  const from = receiverOf(found, lookup)
  if (!from) return isFromContract(found, callee) ? true : undefined
  if (isOutside(from))
    return /^zod(?:\/|$)/.test(from.from ?? '') && isDefinite(from.outside, method) ? true : undefined
  if (method === 'nonoptional') return true
  return unclear.has(method) ? undefined : isRequired(from, lookup)
}

/** `z.string` and `z.iso.date`, but not `z.coerce.string`, which makes a text of anything. */
const isDefinite = (namespace: string, method: string): boolean =>
  !namespace.includes('coerce') && definite.test(method)

/** `typeid('ord')` and `money()`: the values of the framework's contract are never left out. */
function isFromContract({ file }: Located, callee: string): boolean {
  return file.facts.imports.some(
    ({ specifier, names }) =>
      specifier === 'ashlar/contract' &&
      names.some(({ imported, local }) => local === callee && (imported === 'typeid' || imported === 'money')),
  )
}
