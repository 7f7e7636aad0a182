/** What can be read off the values that a lookup finds: texts, arguments, items, owners and places. */
import type { Value } from '../facts/values.ts'
import type { Place } from '../finding.ts'
import type { Position } from '../source/position.ts'
import { type Found, isOutside, type Located, type Lookup, type Member } from './lookup.ts'
import type { SourceFile } from './project.ts'

/** The items of a list, followed. Nothing for what is no list. */
export function itemsOf(found: Found | undefined, lookup: Lookup): Found[] {
  if (!found || isOutside(found) || found.value.kind !== 'list') return []
  const { file } = found
  return found.value.items.map((value) => lookup.follow({ value, file }))
}

/** An argument of a call, followed. */
export function argumentOf(found: Found, index: number, lookup: Lookup): Found | undefined {
  if (isOutside(found) || found.value.kind !== 'call') return undefined
  const value = found.value.args[index]
  return value && lookup.follow({ value, file: found.file })
}

/** The module that a `define…('orders', …)` names. */
export function ownerOf(found: Found | undefined): string | undefined {
  return found && !isOutside(found) && found.value.kind === 'call' ? textOfValue(found.value.args[0]) : undefined
}

/** The name of what a declaring call made, by its module: `orders.read` of `can.read`. */
export function memberNameOf(found: Found | undefined, callee: string): string | undefined {
  const member = found && !isOutside(found) ? found.member : undefined
  return member?.of.callee === callee ? nameOf(member) : undefined
}

/** A member by its module: `orders.read`. */
export function nameOf({ of, key }: Member): string {
  return `${textOfValue(of.args[0]) ?? ''}.${key}`
}

/** The value of a property as it is written, not followed. */
export function writtenOf(found: Found, name: string): Located | undefined {
  const property = isOutside(found) || found.value.kind !== 'object' ? undefined : found.value.properties[name]
  return property && !isOutside(found) ? { value: property.value, file: found.file } : undefined
}

export function textOf(found: Found | undefined): string | undefined {
  return found && !isOutside(found) ? textOfValue(found.value) : undefined
}

export function textOfValue(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
}

export function placeOf(file: SourceFile, { line, column }: Position): Place {
  return { file: file.path, line, column }
}
