/** The settings of a module, read from its `defineSettings()`. */
import { settingVariable } from 'ashlar/contract'
import type { Place } from '../finding.ts'
import { type Entry, type Found, isOutside, type Lookup } from './lookup.ts'
import { argumentOf, placeOf, textOf } from './read-found.ts'
import { isRequired, receiverOf } from './read-schema.ts'

export interface DeclaredSetting {
  readonly name: string
  readonly place: Place
  /** Its line of help; empty when it has none, or none that can be read. */
  readonly help: string
  /** Whether it says what it is for, be it in a way that cannot be read. */
  readonly explained: boolean
  /** The environment variable it is read from. */
  readonly variable: string
  readonly secret: boolean
  /** Whether the app does not boot without a value. */
  readonly required: boolean
  /** Its default, when that is a text which stands there. */
  readonly defaultText: { readonly text: string; readonly place: Place } | undefined
}

const defaulting = /(?:^|\.)(?:default|prefault|catch)$/

/** Reads one setting of a module. */
export function readSetting(module: string, { key: name, at, file, found }: Entry, lookup: Lookup): DeclaredSetting {
  const help = lookup.property(found, 'help')
  const schema = lookup.property(found, 'schema')
  return {
    name,
    place: placeOf(file, at),
    help: textOf(help) ?? '',
    explained: help ? textOf(help)?.trim() !== '' : !lookup.isComplete(found),
    variable: settingVariable(module, name, textOf(lookup.property(found, 'env'))),
    secret: isTrue(lookup.property(found, 'secret')),
    required: schema !== undefined && isRequired(schema, lookup) === true,
    defaultText: readDefault(schema, lookup),
  }
}

const isTrue = (found: Found | undefined): boolean =>
  found !== undefined && !isOutside(found) && found.value.kind === 'literal' && found.value.value === true

function readDefault(schema: Found | undefined, lookup: Lookup): DeclaredSetting['defaultText'] {
  if (!schema || isOutside(schema) || schema.value.kind !== 'call') return undefined
  if (!defaulting.test(schema.value.callee)) return readDefault(receiverOf(schema, lookup), lookup)
  const given = argumentOf(schema, 0, lookup)
  const text = textOf(given)
  if (text === undefined || !given || isOutside(given)) return undefined
  return { text, place: placeOf(given.file, given.value.at) }
}
