/** What an app decides in its `app.config.ts`, read without running it. */
import type { Place } from '../finding.ts'
import { type Entry, type Found, isOutside, type Lookup } from './lookup.ts'
import type { PackageModel } from './project.ts'
import { argumentOf, itemsOf, memberNameOf, placeOf, textOf } from './read-found.ts'

/** One permission, or a pattern of them, that a role has. */
export interface DeclaredGrant {
  readonly role: string
  /** `orders.read`, `orders.*` or `*`. */
  readonly pattern: string
  readonly place: Place
}

/** A value that an app gives to a setting of a module. */
export interface GivenSetting {
  readonly module: string
  readonly name: string
  readonly place: Place
  /** `undefined` when it is no text, or none that can be read. */
  readonly text: string | undefined
}

export interface AppDeclarations {
  /** What its roles may do, as far as it can be read. */
  readonly grants: readonly DeclaredGrant[]
  /** Where `/` leads. */
  readonly home: string | undefined
  /** Its languages, its first choice first; none when it does not say. */
  readonly languages: readonly string[]
  readonly settings: readonly GivenSetting[]
}

const configFiles: ReadonlySet<string> = new Set(['app.config.ts', 'app.config.js'])

/** Reads the configuration of an app; without one that can be read, it decides nothing. */
export function readAppDeclarations({ sources }: PackageModel, lookup: Lookup): AppDeclarations {
  const file = sources.find(({ inPackage }) => configFiles.has(inPackage))
  const value = file?.facts.values.default
  const config = file && value && argumentOf(lookup.follow({ value, file }), 0, lookup)
  if (!config) return { grants: [], home: undefined, languages: [], settings: [] }
  const roles = lookup.property(config, 'roles')
  const settings = lookup.property(config, 'settings')
  return {
    grants: roles ? lookup.entries(roles).flatMap((role) => readGrants(role, lookup)) : [],
    home: textOf(lookup.property(config, 'home')),
    languages: itemsOf(lookup.property(config, 'languages'), lookup).flatMap((language) => textOf(language) ?? []),
    settings: settings ? lookup.entries(settings).flatMap((module) => readGiven(module, lookup)) : [],
  }
}

function readGiven({ key: module, found }: Entry, lookup: Lookup): GivenSetting[] {
  return lookup
    .entries(found)
    .map(({ key, at, file, found }) => ({ module, name: key, place: placeOf(file, at), text: textOf(found) }))
}

function readGrants({ key: role, found }: Entry, lookup: Lookup): DeclaredGrant[] {
  if (isOutside(found) || found.value.kind !== 'list') return []
  const { file } = found
  return found.value.items.flatMap((value) => {
    const pattern = patternOf(lookup.follow({ value, file }))
    return pattern === undefined ? [] : [{ role, pattern, place: placeOf(file, value.at) }]
  })
}

/** A pattern stands as text or as the permission itself, whose own text is its label. */
const patternOf = (found: Found): string | undefined => memberNameOf(found, 'definePermissions') ?? textOf(found)
