/**
 * Whether every value of one schema fits another.
 *
 * The answer is yes only when it is sure: what cannot be proven counts as not fitting, so that a change is rather called
 * breaking than let pass.
 */
import { sameData } from '../../sorted.ts'
import {
  alternativesOf,
  bindingKeywords,
  listOf,
  partOf,
  partsOf,
  resolveReference,
  type SchemaPlace,
  valuesOf,
} from './place.ts'

/** Which of the two is the older one: its fields must all be known to the newer. */
export type Older = 'from' | 'into'

interface Question {
  readonly older: Older
  readonly asked: ReadonlySet<string>
}

/** Whether every value of `from` fits `into`, and no field of the older one is gone. */
export function fits(from: SchemaPlace, into: SchemaPlace, older: Older): boolean {
  return ask(from, into, { older, asked: new Set() })
}

function ask(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  if (from.schema.$ref === undefined && into.schema.$ref === undefined) return askResolved(from, into, question)
  const key = JSON.stringify([from.schema, into.schema])
  // A type that contains itself fits when nothing else speaks against it.
  if (question.asked.has(key)) return true
  const asked = new Set([...question.asked, key])
  return askResolved(resolveReference(from), resolveReference(into), { ...question, asked })
}

function askResolved(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  if (bindingKeywords(into.schema).length === 0 || isNever(from)) return true
  if (bindingKeywords(from.schema).length === 0) return false
  const fromParts = alternativesOf(from)
  if (fromParts.length > 1) return fromParts.every((part) => ask(part, into, question))
  const intoParts = alternativesOf(into)
  if (intoParts.length > 1) return askUnion(from, intoParts, question)
  if (Array.isArray(into.schema.allOf)) return splitAll(into).every((part) => ask(from, part, question))
  if (Array.isArray(from.schema.allOf)) return splitAll(from).some((part) => ask(part, into, question))
  const [one = from] = fromParts
  const [other = into] = intoParts
  return askSingle(one, other, question)
}

function isNever({ schema }: SchemaPlace): boolean {
  return sameData(schema.not, {})
}

function askUnion(from: SchemaPlace, parts: readonly SchemaPlace[], question: Question): boolean {
  const values = valuesOf(from)
  if (!values) return parts.some((part) => ask(from, part, question))
  return values.every((value) => parts.some((part) => ask(partOf(from, { const: value }), part, question)))
}

/** `{ type, allOf: [a, b] }` is the same as all of `{ type }`, `a` and `b`. */
function splitAll(place: SchemaPlace): readonly SchemaPlace[] {
  const { allOf, ...own } = place.schema
  const parts = listOf({ allOf }, 'allOf').map((part) => partOf(place, part))
  return bindingKeywords(own).length === 0 ? parts : [{ ...place, schema: own }, ...parts]
}

function askSingle(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  if (count(from, 'x-refinements', 0) < count(into, 'x-refinements', 0)) return false
  if (from.schema['x-coerced'] && !into.schema['x-coerced']) return false
  const values = valuesOf(from)
  const wanted = valuesOf(into)
  if (wanted) return values?.every((value) => wanted.some((one) => sameData(one, value))) ?? false
  if (values) return values.every((value) => takes(into, value))
  if (!sameType(from.schema.type, into.schema.type)) return false
  return (
    fitsText(from, into) &&
    fitsNumber(from, into) &&
    fitsList(from, into, question) &&
    fitsObject(from, into, question) &&
    fitsRest(from, into)
  )
}

function sameType(from: unknown, into: unknown): boolean {
  return into === undefined || from === into || (from === 'integer' && into === 'number')
}

/** Whether a schema of many values takes a certain one. */
function takes({ schema }: SchemaPlace, value: unknown): boolean {
  const type = value === null ? 'null' : typeof value
  const rightType = schema.type === type || (schema.type === 'integer' && Number.isInteger(value))
  if (!rightType) return false
  const place = { schema, document: schema, schemas: {} }
  if (typeof value === 'string') {
    if (schema.format !== undefined || schema['x-refinements'] !== undefined) return false
    const pattern = typeof schema.pattern === 'string' ? new RegExp(schema.pattern, 'u') : undefined
    return (
      value.length >= count(place, 'minLength', 0) &&
      value.length <= count(place, 'maxLength') &&
      (pattern?.test(value) ?? true)
    )
  }
  if (typeof value !== 'number') return false
  return fitsNumber({ ...place, schema: { minimum: value, maximum: value, multipleOf: value } }, place)
}

function count({ schema }: SchemaPlace, keyword: string, without = Number.POSITIVE_INFINITY): number {
  const value = schema[keyword]
  return typeof value === 'number' ? value : without
}

/** A keyword that allows one thing only: what the other leaves open does not fit. */
function sameOrOpen(from: SchemaPlace, into: SchemaPlace, keyword: string): boolean {
  return into.schema[keyword] === undefined || sameData(from.schema[keyword], into.schema[keyword])
}

function withinCounts(from: SchemaPlace, into: SchemaPlace, least: string, most: string): boolean {
  return count(from, least, 0) >= count(into, least, 0) && count(from, most) <= count(into, most)
}

function fitsText(from: SchemaPlace, into: SchemaPlace): boolean {
  return (
    withinCounts(from, into, 'minLength', 'maxLength') &&
    sameOrOpen(from, into, 'pattern') &&
    sameOrOpen(from, into, 'format')
  )
}

function fitsNumber(from: SchemaPlace, into: SchemaPlace): boolean {
  return isAbove(lowest(from), lowest(into)) && isAbove(highest(from), highest(into)) && isMultiple(from, into)
}

interface Bound {
  readonly value: number
  readonly open: boolean
}

/** The bounds of a range, the lower one and the negated upper one, so that a tighter bound is always the greater. */
function lowest(place: SchemaPlace): Bound {
  return tighter(
    count(place, 'minimum', Number.NEGATIVE_INFINITY),
    count(place, 'exclusiveMinimum', Number.NEGATIVE_INFINITY),
  )
}

function highest(place: SchemaPlace): Bound {
  return tighter(-count(place, 'maximum'), -count(place, 'exclusiveMaximum'))
}

function tighter(closed: number, open: number): Bound {
  return open >= closed && open !== Number.NEGATIVE_INFINITY
    ? { value: open, open: true }
    : { value: closed, open: false }
}

function isAbove(from: Bound, into: Bound): boolean {
  return from.value > into.value || (from.value === into.value && (from.open || !into.open))
}

function isMultiple(from: SchemaPlace, into: SchemaPlace): boolean {
  const step = into.schema.multipleOf
  if (typeof step !== 'number') return true
  const own = from.schema.multipleOf ?? (from.schema.type === 'integer' ? 1 : undefined)
  return typeof own === 'number' && Number.isInteger(own / step)
}

function fitsList(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  if (into.schema.type !== 'array') return true
  if (!withinCounts(from, into, 'minItems', 'maxItems') || !sameOrOpen(from, into, 'uniqueItems')) return false
  const first = listOf(from.schema, 'prefixItems')
  const second = listOf(into.schema, 'prefixItems')
  const places = Math.max(first.length, second.length)
  const itemOf = (place: SchemaPlace, list: readonly unknown[], index: number) =>
    partOf(place, index < list.length ? list[index] : place.schema.items)
  for (let index = 0; index < places; index += 1) {
    if (!ask(itemOf(from, first, index), itemOf(into, second, index), question)) return false
  }
  return ask(partOf(from, from.schema.items), partOf(into, into.schema.items), question)
}

function fitsObject(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  if (into.schema.type !== 'object') return true
  const given = partsOf(from.schema, 'properties')
  const known = partsOf(into.schema, 'properties')
  const surely = new Set(listOf(from.schema, 'required'))
  if (!listOf(into.schema, 'required').every((name) => surely.has(name))) return false
  const [older, newer] = question.older === 'from' ? [given, known] : [known, given]
  if (Object.keys(older).some((name) => !Object.hasOwn(newer, name))) return false
  const fitsKnown = Object.keys(given)
    .filter((name) => Object.hasOwn(known, name))
    .every((name) => ask(partOf(from, given[name]), partOf(into, known[name]), question))
  return fitsKnown && withinCounts(from, into, 'minProperties', 'maxProperties') && fitsStrangers(from, into, question)
}

/** Fields that `into` does not name: it is a record of them, refuses them, passes them on, or says nothing. */
function fitsStrangers(from: SchemaPlace, into: SchemaPlace, question: Question): boolean {
  const { additionalProperties: given, propertyNames: names } = from.schema
  const { additionalProperties: taken, propertyNames: takenNames } = into.schema
  if (takenNames !== undefined && !ask(partOf(from, names), partOf(into, takenNames), question)) return false
  if (taken === undefined) return true
  const known = partsOf(into.schema, 'properties')
  const strangers = Object.entries(partsOf(from.schema, 'properties')).filter(([name]) => !Object.hasOwn(known, name))
  if (!strangers.every(([, part]) => ask(partOf(from, part), partOf(into, taken), question))) return false
  return given === false || (given !== undefined && ask(partOf(from, given), partOf(into, taken), question))
}

const understood = new Set(
  (
    '$ref $defs default type enum const anyOf oneOf allOf minLength maxLength pattern format minimum maximum exclusiveMinimum ' +
    'exclusiveMaximum multipleOf items prefixItems minItems maxItems uniqueItems properties required additionalProperties ' +
    'propertyNames minProperties maxProperties x-refinements x-coerced'
  ).split(' '),
)

/** A keyword that is not understood must be the same on both sides. */
function fitsRest(from: SchemaPlace, into: SchemaPlace): boolean {
  const others = [...Object.keys(from.schema), ...Object.keys(into.schema)].filter(
    (keyword) => !understood.has(keyword),
  )
  return others.every((keyword) => sameData(from.schema[keyword], into.schema[keyword]))
}
