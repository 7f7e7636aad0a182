/** What a module declares, read from its definition and its contract without running either. */
import type { ManifestAccess, ManifestListener, ManifestRoute } from 'ashlar/module'
import type { Value } from '../facts/values.ts'
import type { Place } from '../finding.ts'
import { type DeclaredSetting, readSetting } from './declared-settings.ts'
import { readTables } from './declared-tables.ts'
import { findBeside } from './loaded-file.ts'
import { declaresMembers, type Entry, type Found, isOutside, type Located, type Lookup } from './lookup.ts'
import type { SourceFile } from './project.ts'
import {
  argumentOf,
  itemsOf,
  memberNameOf,
  nameOf,
  ownerOf,
  placeOf,
  textOf,
  textOfValue,
  writtenOf,
} from './read-found.ts'

/** Something with a name that a module declares. */
export interface Declared {
  readonly name: string
  readonly place: Place
}

export interface DeclaredRoute extends Declared {
  /** `orders.show`, as its contract names it. */
  readonly id: string
  readonly method: ManifestRoute['method']
  /** The whole path, with `:params`. */
  readonly path: string
  /** `undefined` when it states none, or one that cannot be read: see `accessStated`. */
  readonly access: ManifestAccess | undefined
  readonly accessStated: boolean
  readonly api: boolean
  /** The name of the flag it depends on. */
  readonly flag: string | undefined
  /** Its options as they are written. */
  readonly options: Found | undefined
}

export interface DeclaredNeed extends Declared {
  readonly service: string
  readonly optional: boolean
}

export interface DeclaredOffer extends Declared {
  readonly service: string
}

export interface DeclaredPermission extends Declared {
  readonly label: string
}

export interface DeclaredEvent extends Declared {
  readonly version: number
  readonly olderVersions: readonly number[]
}

export interface DeclaredFlag extends Declared {
  readonly help: string
}

export interface DeclaredListener extends Declared, ManifestListener {}

export interface DeclaredMenuEntry {
  readonly place: Place
  /** The id of its route, `orders.list`; `undefined` when it leads nowhere that can be read. */
  readonly route: string | undefined
  /** Whether it names a route that its contract does not have. */
  readonly missing: boolean
  /** The locale key it states. */
  readonly label: string | undefined
  readonly icon: string | undefined
  readonly order: number | undefined
  readonly group: string | undefined
}

export interface DeclaredImport extends Declared {
  readonly file: string
}

/** What of a job can be read without running its module: the rest is checked at boot. */
export interface DeclaredJob extends Declared {
  readonly schedule: string | undefined
  readonly timeZone: string | undefined
  /** The name of the flag it depends on. */
  readonly flag: string | undefined
}

export interface Declarations {
  /** Where the definition stands; absent when there is none that can be read. */
  readonly found: Place | undefined
  readonly id: Declared | undefined
  readonly needs: readonly DeclaredNeed[]
  readonly offers: readonly DeclaredOffer[]
  readonly permissions: readonly DeclaredPermission[]
  readonly routes: readonly DeclaredRoute[]
  readonly pages: readonly Declared[]
  readonly events: readonly DeclaredEvent[]
  readonly listens: readonly DeclaredListener[]
  readonly settings: readonly DeclaredSetting[]
  readonly flags: readonly DeclaredFlag[]
  readonly menu: readonly DeclaredMenuEntry[]
  readonly jobs: readonly DeclaredJob[]
  readonly imports: readonly DeclaredImport[]
  /** By their names in the database. */
  readonly tables: readonly Declared[]
  /** Whether it brings a Fastify plugin of its own. */
  readonly fastify: boolean
  /** The files its definition loads when they are needed, as it writes them: `./start.ts`, `./data/tables.ts`. */
  readonly loads: Readonly<Record<string, string>>
  /** The parts of its definition that are no plain data, so that nothing could be read of them. */
  readonly unreadable: readonly Declared[]
  /** The parts that may have members besides those that were read. */
  readonly partial: readonly string[]
}

const methods: Readonly<Record<string, ManifestRoute['method']>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  del: 'DELETE',
}

/** Reads what the definition in a file declares. `undefined` when its default export is no `defineModule({ … })`. */
export function readDeclarations(file: SourceFile, lookup: Lookup): Declarations | undefined {
  const definition = findDefinition(file, lookup)
  if (!definition) return undefined
  const part = (name: string) => lookup.property(definition, name)
  const list = (name: string): readonly Entry[] => {
    const found = part(name)
    return found ? lookup.entries(found) : []
  }
  const id = part('id')
  const name = textOf(id)
  const loads = readLoads(definition, lookup)
  const tablesFile = findBeside(file, loads.tables)
  return {
    found: isOutside(definition) ? undefined : placeOf(definition.file, definition.value.at),
    id: name === undefined || !id || isOutside(id) ? undefined : { name, place: placeOf(id.file, id.value.at) },
    needs: list('needs').flatMap((entry) => readNeed(entry, lookup)),
    offers: list('offers').map((entry) => ({ ...declared(entry), service: serviceOf(entry.found) ?? entry.key })),
    permissions: list('permissions').map((entry) => ({
      ...declared(entry, memberNameOf(entry.found, 'definePermissions') ?? `${name ?? ''}.${entry.key}`),
      label: textOf(entry.found) ?? '',
    })),
    routes: readRoutes(list('routes'), lookup),
    pages: list('pages').map((entry) => declared(entry, `${ownerOf(part('pages')) ?? name ?? ''}/${entry.key}`)),
    events: itemsOf(part('publishes'), lookup).flatMap((found) => readEvent(found, lookup)),
    listens: list('listens').flatMap((entry) => readListener(entry, lookup)),
    settings: list('settings').map((entry) => readSetting(ownerOf(part('settings')) ?? name ?? '', entry, lookup)),
    flags: itemsOf(part('flags'), lookup).flatMap((found) => readFlag(found, lookup)),
    menu: itemsOf(part('menu'), lookup).flatMap((found) => readMenuEntry(found, lookup)),
    jobs: list('jobs').map((entry) => readJob(entry, lookup)),
    imports: list('imports').map((entry) => ({
      ...declared(entry),
      file: textOf(lookup.property(argumentOf(entry.found, 0, lookup) ?? entry.found, 'file')) ?? '',
    })),
    tables: tablesFile ? readTables(tablesFile) : [],
    fastify: part('fastify') !== undefined,
    loads,
    unreadable: lookup
      .entries(definition)
      .filter(({ found }) => isOutside(found) || isComputed(found.value))
      .map((entry) => declared(entry)),
    partial: lookup.entries(definition).flatMap(({ key, found }) => (lookup.isComplete(found) ? [] : [key])),
  }
}

/** A part is a literal, an object, a list, a function that loads a file, or a call of the contract's own functions. */
const isComputed = (value: Value): boolean =>
  value.kind === 'unknown' || (value.kind === 'call' && !declaresMembers(value))

function findDefinition(file: SourceFile, lookup: Lookup): Found | undefined {
  const exported = file.facts.exports.find(({ name }) => name === 'default')
  const value = exported && file.facts.values[exported.local ?? 'default']
  if (!value) return undefined
  const found = lookup.follow({ value, file })
  if (isOutside(found) || found.value.kind !== 'call' || found.value.callee !== 'defineModule') return undefined
  return argumentOf(found, 0, lookup)
}

function readLoads(definition: Found, lookup: Lookup): Record<string, string> {
  const loads = lookup
    .entries(definition)
    .flatMap(({ key, found }) =>
      !isOutside(found) && found.value.kind === 'function' && found.value.imports !== undefined
        ? [[key, found.value.imports] as const]
        : [],
    )
  return Object.fromEntries(loads)
}

function readNeed(entry: Entry, lookup: Lookup): DeclaredNeed[] {
  const { found } = entry
  const isOptional = !isOutside(found) && found.value.kind === 'call' && found.value.callee === 'optional'
  const service = isOptional ? argumentOf(found, 0, lookup) : found
  return [{ ...declared(entry), service: serviceOf(service) ?? entry.key, optional: isOptional }]
}

/** The name of a service; one that a library exports is known by the name it is imported under. */
function serviceOf(found: Found | undefined): string | undefined {
  if (!found) return undefined
  if (isOutside(found)) return found.outside
  return found.value.kind === 'call' && found.value.callee === 'service' ? textOfValue(found.value.args[0]) : undefined
}

function readRoutes(entries: readonly Entry[], lookup: Lookup): DeclaredRoute[] {
  return entries.flatMap((entry) => {
    const { found } = entry
    if (isOutside(found) || found.value.kind !== 'call') return []
    const method = methods[found.value.callee]
    const path = textOf(argumentOf(found, 0, lookup))
    if (!method || path === undefined) return []
    const options = argumentOf(found, 1, lookup)
    const can = options && lookup.property(options, 'can')
    const joined = path === '/' ? readPrefix(found, lookup) : `${readPrefix(found, lookup)}${path}`
    return [
      {
        ...declared(entry),
        id: memberNameOf(found, 'defineRoutes') ?? entry.key,
        method,
        path: joined === '' ? '/' : joined,
        access: options && readAccess(options, lookup),
        accessStated: can !== undefined || (options !== undefined && !lookup.isComplete(options)),
        api: options !== undefined && lookup.property(options, 'response') !== undefined,
        flag: options && flagNameOf(lookup.property(options, 'flag')),
        options,
      },
    ]
  })
}

/** What stands before the path of a route: what its `defineRoutes` says, or the name of the module. */
function readPrefix({ member }: Located, lookup: Lookup): string {
  if (!member) return ''
  const [owner, , options] = member.of.args
  const prefix = options && lookup.property(lookup.follow({ value: options, file: member.file }), 'prefix')
  return textOf(prefix) ?? `/${textOfValue(owner) ?? ''}`
}

function readAccess(options: Found, lookup: Lookup): ManifestAccess | undefined {
  const can = lookup.property(options, 'can')
  if (can && isOutside(can) && can.outside === 'anyone') return 'anyone'
  if (can && isOutside(can) && can.outside === 'signedIn') return 'signed-in'
  const written = writtenOf(options, 'can')
  // One that is misspelt is asked for all the same, and by nobody declared.
  const missing = written && lookup.missing(written)
  const permission = missing ? nameOf(missing) : memberNameOf(can, 'definePermissions')
  return permission === undefined ? undefined : { permission }
}

function readEvent(found: Found, lookup: Lookup): DeclaredEvent[] {
  if (isOutside(found) || found.value.kind !== 'call' || found.value.callee !== 'event') return []
  const name = textOfValue(found.value.args[0])
  const declaration = argumentOf(found, 1, lookup)
  if (name === undefined) return []
  const older = declaration && lookup.property(declaration, 'versions')
  return [
    {
      name,
      version: (declaration && numberOf(lookup.property(declaration, 'version'))) ?? 1,
      olderVersions: older ? lookup.entries(older).map(({ key }) => Number(key)) : [],
      place: placeOf(found.file, found.value.at),
    },
  ]
}

/** The name of the flag that a `flag()` declares. */
function flagNameOf(found: Found | undefined): string | undefined {
  if (!found || isOutside(found) || found.value.kind !== 'call' || found.value.callee !== 'flag') return undefined
  return textOfValue(found.value.args[0])
}

function readFlag(found: Found, lookup: Lookup): DeclaredFlag[] {
  const name = flagNameOf(found)
  if (name === undefined || isOutside(found)) return []
  const options = argumentOf(found, 1, lookup)
  const help = options && textOf(lookup.property(options, 'help'))
  return [{ name, help: help ?? '', place: placeOf(found.file, found.value.at) }]
}

function readListener(entry: Entry, lookup: Lookup): DeclaredListener[] {
  const { found } = entry
  if (isOutside(found) || found.value.kind !== 'call') return []
  const { callee } = found.value
  if (callee !== 'after' && callee !== 'during') return []
  const to = argumentOf(found, 0, lookup)
  const event = textOf(to) ?? (to && textOf(argumentOf(to, 0, lookup)))
  if (event === undefined) return []
  const options = argumentOf(found, 1, lookup)
  const option = (name: string) => options && lookup.property(options, name)
  return [
    {
      ...declared(entry),
      kind: callee,
      event,
      version: numberOf(option('version')) ?? null,
      optional: isTrue(option('optional')),
      blockOnDead: isTrue(option('blockOnDead')),
    },
  ]
}

const literalOf = (found: Found | undefined): unknown =>
  found && !isOutside(found) && found.value.kind === 'literal' ? found.value.value : undefined

const isTrue = (found: Found | undefined): boolean => literalOf(found) === true

function numberOf(found: Found | undefined): number | undefined {
  const value = literalOf(found)
  return typeof value === 'number' ? value : undefined
}

function readJob(entry: Entry, lookup: Lookup): DeclaredJob {
  const options = argumentOf(entry.found, 0, lookup)
  const text = (name: string) => (options ? textOf(lookup.property(options, name)) : undefined)
  return {
    ...declared(entry),
    schedule: text('schedule'),
    timeZone: text('timeZone'),
    flag: options && flagNameOf(lookup.property(options, 'flag')),
  }
}

function readMenuEntry(found: Found, lookup: Lookup): DeclaredMenuEntry[] {
  if (isOutside(found)) return []
  const to = lookup.property(found, 'to')
  const order = lookup.property(found, 'order')
  const written = writtenOf(found, 'to')
  return [
    {
      place: placeOf(found.file, found.value.at),
      route: memberNameOf(to, 'defineRoutes'),
      missing: written !== undefined && lookup.missing(written) !== undefined,
      label: textOf(lookup.property(found, 'label')),
      icon: textOf(lookup.property(found, 'icon')),
      order: order && !isOutside(order) && order.value.kind === 'literal' ? Number(order.value.value) : undefined,
      group: textOf(lookup.property(found, 'group')),
    },
  ]
}

function declared({ key, at, file }: Entry, name: string = key): Declared {
  return { name, place: placeOf(file, at) }
}
