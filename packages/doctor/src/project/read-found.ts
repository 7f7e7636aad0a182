/** What can be read off the values that a lookup finds: texts, arguments, items, owners and places. */
import type { Value } from '../facts/values.ts'
import type { Place } from '../finding.ts'
import type { Position } from '../source/position.ts'
import { type Found, isOutside, type Lookup } from './lookup.ts'
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
  if (member?.of.callee !== callee) return undefined
  return `${textOfValue(member.of.args[0]) ?? ''}.${member.key}`
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
