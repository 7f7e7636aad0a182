/** The changes between two schemas, field by field, each with its class. */
import type { Change, ChangeClass } from '../../change.ts'
import { sameData } from '../../sorted.ts'
import type { Side } from '../../surface/describe-schema.ts'
import { fits } from './fits.ts'
import { alternativesOf, listOf, partOf, partsOf, resolveReference, type SchemaPlace } from './place.ts'
import { summarizeSchema } from './summarize-schema.ts'

/** A change inside of a schema, before it is known whose schema it is. */
export type SchemaChange = Pick<Change, 'class' | 'message'>

interface Walk {
  readonly side: Side
  readonly path: string
  readonly seen: ReadonlySet<string>
}

/**
 * Compares two schemas from the side of those who use them.
 *
 * What consumers give (`input`) may become wider; what they read (`output`) may become narrower or get more fields.
 */
export function compareSchemas(old: SchemaPlace, now: SchemaPlace, side: Side): readonly SchemaChange[] {
  return walk(old, now, { side, path: '', seen: new Set() })
}

function walk(oldPlace: SchemaPlace, newPlace: SchemaPlace, context: Walk): readonly SchemaChange[] {
  if (isSameName(oldPlace, newPlace)) return []
  const key = JSON.stringify([oldPlace.schema, newPlace.schema])
  if (context.seen.has(key)) return []
  const inner = { ...context, seen: new Set([...context.seen, key]) }
  const old = resolveReference(oldPlace)
  const now = resolveReference(newPlace)
  if (isPlainObject(old) && isPlainObject(now)) return walkObject(old, now, inner)
  if (isPlainList(old) && isPlainList(now)) return walkList(old, now, inner)
  return walkUnion(old, now, inner) ?? judge(old, now, inner)
}

/** Whether both refer to one schema that the contract exports, whose changes are told once, under its name. */
function isSameName({ schema: old }: SchemaPlace, { schema: now }: SchemaPlace): boolean {
  return typeof old.$ref === 'string' && old.$ref.startsWith('#/schemas/') && old.$ref === now.$ref
}

function isPlainObject({ schema }: SchemaPlace): boolean {
  return schema.type === 'object' && schema.properties !== undefined && schema.allOf === undefined
}

function isPlainList({ schema }: SchemaPlace): boolean {
  return schema.type === 'array' && schema.items !== undefined && schema.prefixItems === undefined
}

function walkObject(old: SchemaPlace, now: SchemaPlace, context: Walk): readonly SchemaChange[] {
  const before = partsOf(old.schema, 'properties')
  const after = partsOf(now.schema, 'properties')
  const changes: SchemaChange[] = []
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()) {
    const at = { ...context, path: context.path === '' ? name : `${context.path}.${name}` }
    const wasRequired = listOf(old.schema, 'required').includes(name)
    const isRequired = listOf(now.schema, 'required').includes(name)
    if (!Object.hasOwn(after, name)) changes.push({ class: 'major', message: `"${at.path}" was removed` })
    else if (!Object.hasOwn(before, name)) changes.push(addedField(at, isRequired))
    else {
      if (wasRequired !== isRequired) changes.push(requiredChange(at, isRequired))
      changes.push(...defaultChange(before[name], after[name], at))
      changes.push(...walk(partOf(old, before[name]), partOf(now, after[name]), at))
    }
  }
  const { properties: _old, required: _wasRequired, ...oldRest } = old.schema
  const { properties: _new, required: _isRequired, ...newRest } = now.schema
  const rest = judge({ ...old, schema: oldRest }, { ...now, schema: newRest }, { ...context, path: context.path })
  return [...changes, ...rest]
}

function addedField({ side, path }: Walk, required: boolean): SchemaChange {
  if (side === 'output') return { class: 'minor', message: `"${path}" was added` }
  return required
    ? { class: 'major', message: `"${path}" was added and must be given` }
    : { class: 'minor', message: `"${path}" was added and may be given` }
}

function requiredChange({ side, path }: Walk, required: boolean): SchemaChange {
  const breaks = side === 'input' ? required : !required
  const words =
    side === 'input'
      ? ['must now be given', 'need not be given any more']
      : ['is now always there', 'may now be absent']
  return { class: breaks ? 'major' : 'minor', message: `"${path}" ${required ? words[0] : words[1]}` }
}

function defaultChange(old: unknown, now: unknown, { side, path }: Walk): readonly SchemaChange[] {
  const before = (old as { default?: unknown }).default
  const after = (now as { default?: unknown }).default
  if (side === 'output' || before === undefined || after === undefined || sameData(before, after)) return []
  return [
    {
      class: 'minor',
      message: `the default of "${path}" changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
    },
  ]
}

function walkList(old: SchemaPlace, now: SchemaPlace, context: Walk): readonly SchemaChange[] {
  const { items: oldItems, ...oldRest } = old.schema
  const { items: newItems, ...newRest } = now.schema
  return [
    ...judge({ ...old, schema: oldRest }, { ...now, schema: newRest }, context),
    ...walk(partOf(old, oldItems), partOf(now, newItems), { ...context, path: `${context.path}[]` }),
  ]
}

/** Alternatives are told apart by `null`, or by the field whose value names them. */
function walkUnion(old: SchemaPlace, now: SchemaPlace, context: Walk): readonly SchemaChange[] | undefined {
  const before = alternativesOf(old)
  const after = alternativesOf(now)
  if (before.length + after.length < 3) return undefined
  const keyed = keyAlternatives(before, after)
  if (!keyed) return undefined
  const changes: SchemaChange[] = []
  for (const name of [...new Set([...keyed.before.keys(), ...keyed.after.keys()])].toSorted()) {
    const was = keyed.before.get(name)
    const is = keyed.after.get(name)
    if (was && is) changes.push(...walk(was, is, context))
    else changes.push(alternativeChange(name, is !== undefined, context))
  }
  return changes
}

interface KeyedAlternatives {
  readonly before: ReadonlyMap<string, SchemaPlace>
  readonly after: ReadonlyMap<string, SchemaPlace>
}

function keyAlternatives(before: readonly SchemaPlace[], after: readonly SchemaPlace[]): KeyedAlternatives | undefined {
  const objects = [...before, ...after].map(resolveReference).filter(({ schema }) => schema.type !== 'null')
  const candidates = Object.keys(partsOf(objects[0]?.schema ?? {}, 'properties'))
  const field = candidates.find((name) => objects.every((one) => constantOf(one, name) !== undefined))
  const keyOf = (place: SchemaPlace) => {
    const resolved = resolveReference(place)
    if (resolved.schema.type === 'null') return 'null'
    return field === undefined ? 'value' : `${field}: ${constantOf(resolved, field)}`
  }
  const [first, second] = [before, after].map((list) => new Map(list.map((place) => [keyOf(place), place])))
  return first?.size === before.length && second?.size === after.length ? { before: first, after: second } : undefined
}

function constantOf(place: SchemaPlace, name: string): string | undefined {
  const { schema } = resolveReference(partOf(place, partsOf(place.schema, 'properties')[name]))
  return 'const' in schema ? JSON.stringify(schema.const) : undefined
}

function alternativeChange(name: string, added: boolean, { side, path }: Walk): SchemaChange {
  const breaks = side === 'input' ? !added : added
  const what =
    name === 'null'
      ? added
        ? 'may now be null'
        : 'cannot be null any more'
      : `${added ? 'has' : 'lost'} the alternative ${name}`
  return { class: breaks ? 'major' : 'minor', message: `${subject(path)} ${what}` }
}

function subject(path: string): string {
  return path === '' ? 'the value' : `"${path}"`
}

/** Compares two schemas that have no parts in common to walk. */
function judge(old: SchemaPlace, now: SchemaPlace, { side, path }: Walk): readonly SchemaChange[] {
  if (sameData(withoutDefault(old), withoutDefault(now)) && !JSON.stringify(old.schema).includes('$ref')) return []
  const wider = fits(old, now, 'from')
  const narrower = fits(now, old, 'into')
  if (wider && narrower) return []
  const holds = side === 'input' ? wider : narrower
  const words = wider ? 'takes more than before' : narrower ? 'takes less than before' : 'is another'
  const change: ChangeClass = holds ? 'minor' : 'major'
  const texts = [summarizeSchema(old.schema), summarizeSchema(now.schema)]
  return [{ class: change, message: `${subject(path)} ${words}: ${texts[0]} became ${texts[1]}` }]
}

function withoutDefault({ schema }: SchemaPlace): unknown {
  const { default: _default, $defs: _definitions, ...rest } = schema
  return rest
}
