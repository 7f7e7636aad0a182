/** Follows names to the values behind them, also into other files. */
import type { Import } from '../facts/imports.ts'
import type { CallValue, Value } from '../facts/values.ts'
import type { Position } from '../source/position.ts'
import type { SourceFile, Target } from './project.ts'

/** A value, and the file it stands in. */
export interface Located {
  readonly value: Value
  readonly file: SourceFile
  /** Of a member of what a declaring call made, such as `can.read`: where it comes from. */
  readonly member?: Member
}

/** A member of what a declaring call made. */
export interface Member {
  /** The call, `definePermissions('orders', { … })`. */
  readonly of: CallValue
  /** The file that the call stands in. */
  readonly file: SourceFile
  /** The member's name. */
  readonly key: string
}

/** A name that leads out of what can be read: to a library, or to a file that is not there. */
export interface Outside {
  readonly outside: string
  readonly from: string | undefined
}

export type Found = Located | Outside

export type Resolve = (from: SourceFile, specifier: string | undefined) => Target

export interface Lookup {
  /** The value behind a value: what a name stands for, or the value itself. */
  readonly follow: (located: Located) => Found
  /** A property of an object, spreads included, followed. `undefined` when there is none. */
  readonly property: (located: Found, name: string) => Found | undefined
  /** The properties of an object, spreads included, with the place of each name. */
  readonly entries: (located: Found) => readonly Entry[]
  /** Whether all that a value holds is known: nothing is spread into it, or computed, that cannot be read. */
  readonly isComplete: (located: Found) => boolean
  /** The member that a path of names asks a declaration for, when the declaration does not have it: `can.raed`. */
  readonly missing: (located: Located) => Member | undefined
}

export interface Entry {
  readonly key: string
  readonly at: Position
  /** The file that the name stands in. */
  readonly file: SourceFile
  readonly found: Found
}

/** Calls whose result has the members that their object argument has, by the argument's index. */
const membersFrom: Readonly<Record<string, number>> = {
  definePermissions: 1,
  defineRoutes: 1,
  definePages: 1,
  defineSettings: 1,
  defineImports: 0,
}

/** Whether a call is one whose result has the members of what it is given: `definePages('orders', { … })`. */
export const declaresMembers = ({ callee }: CallValue): boolean => Object.hasOwn(membersFrom, callee)

/** Names may lead from file to file, but not for ever: a circle of imports has no end. */
const deepest = 20

export const isOutside = (found: Found): found is Outside => 'outside' in found

/** Makes the functions that follow names through the files of a project. */
export function createLookup(resolve: Resolve): Lookup {
  const followName = (path: readonly string[], file: SourceFile, depth: number): Found => {
    const [first = '', ...rest] = path
    const whole = findWhole(first, file)
    // Of `import * as contract`, `contract.can` is the export `can`.
    const start = whole ? findExport(rest[0] ?? '*', whole.specifier, file, depth) : findName(first, file, depth)
    const members = whole ? rest.slice(1) : rest
    return members.reduce<Found>((found, name) => findMember(found, name, depth) ?? out(path, found), start)
  }

  const findWhole = (name: string, file: SourceFile): Import | undefined =>
    file.facts.imports.find(({ names }) => names.some(({ imported, local }) => imported === '*' && local === name))

  const findName = (name: string, file: SourceFile, depth: number): Found => {
    const own = file.facts.values[name]
    if (own) return followAt({ value: own, file }, depth + 1)
    for (const { specifier, kind, names } of file.facts.imports) {
      if (kind !== 'static') continue
      const imported = names.find(({ local }) => local === name)
      if (imported) return findExport(imported.imported, specifier, file, depth)
    }
    return { outside: name, from: undefined }
  }

  const findExport = (name: string, specifier: string | undefined, from: SourceFile, depth: number): Found => {
    const target = resolve(from, specifier)
    const file = target.kind === 'file' || target.kind === 'package' ? target.file : undefined
    const nowhere = { outside: name, from: specifier }
    if (!file || depth > deepest) return nowhere
    const own = file.facts.exports.find((candidate) => candidate.name === name && !candidate.typeOnly)
    if (own) {
      const value = file.facts.values[own.local ?? own.name]
      return value ? followAt({ value, file }, depth + 1) : findName(own.local ?? own.name, file, depth + 1)
    }
    for (const passed of file.facts.imports) {
      if (passed.kind !== 'reexport') continue
      const match = passed.names.find(({ local }) => local === name || local === '*')
      if (!match) continue
      const found = findExport(match.local === '*' ? name : match.imported, passed.specifier, file, depth + 1)
      if (!isOutside(found)) return found
    }
    return nowhere
  }

  const followAt = (located: Located, depth: number): Found => {
    if (located.value.kind !== 'name') return located
    if (depth > deepest) return { outside: located.value.path.join('.'), from: undefined }
    return followName(located.value.path, located.file, depth + 1)
  }

  const findMember = (found: Found, name: string, depth: number): Found | undefined => {
    if (isOutside(found)) return undefined
    const { value, file } = found
    if (value.kind === 'object') {
      if (Object.hasOwn(value.properties, name)) {
        const property = value.properties[name]
        return property && followAt({ value: property.value, file }, depth + 1)
      }
      for (const spread of value.spreads.toReversed()) {
        const member = findMember(followAt({ value: spread, file }, depth + 1), name, depth + 1)
        if (member) return member
      }
      return undefined
    }
    if (value.kind !== 'call') return undefined
    const members = value.args[membersFrom[value.callee] ?? -1]
    if (!members) return undefined
    const member = findMember(followAt({ value: members, file }, depth + 1), name, depth + 1)
    return member && !isOutside(member) ? { ...member, member: { of: value, file, key: name } } : member
  }

  const listEntries = (found: Found, depth: number): Entry[] => {
    if (isOutside(found) || depth > deepest) return []
    const { value, file } = found
    if (value.kind === 'call') {
      const members = value.args[membersFrom[value.callee] ?? -1]
      const listed = members ? listEntries(followAt({ value: members, file }, depth + 1), depth + 1) : []
      return listed.map(({ found: each, ...entry }) => ({
        ...entry,
        found: isOutside(each) ? each : { ...each, member: { of: value, file, key: entry.key } },
      }))
    }
    if (value.kind !== 'object') return []
    const spread = value.spreads.flatMap((each) => listEntries(followAt({ value: each, file }, depth + 1), depth + 1))
    const own = Object.entries(value.properties).map(
      ([key, property]): Entry => ({ key, at: property.at, file, found: followAt({ value: property.value, file }, 0) }),
    )
    return [...spread.filter(({ key }) => !Object.hasOwn(value.properties, key)), ...own]
  }

  const knowsAll = (found: Found, depth: number): boolean => {
    if (isOutside(found) || depth > deepest) return false
    const { value, file } = found
    if (value.kind === 'literal' || value.kind === 'function') return true
    if (value.kind === 'list') return value.items.every(({ kind }) => kind !== 'unknown')
    if (value.kind === 'object') {
      return value.spreads.every((each) => knowsAll(followAt({ value: each, file }, depth + 1), depth + 1))
    }
    const members = value.kind === 'call' ? value.args[membersFrom[value.callee] ?? -1] : undefined
    return members !== undefined && knowsAll(followAt({ value: members, file }, depth + 1), depth + 1)
  }

  const findMissing = ({ value, file }: Located): Member | undefined => {
    const key = value.kind === 'name' && value.path.length > 1 ? value.path.at(-1) : undefined
    if (value.kind !== 'name' || key === undefined) return undefined
    const owner = followAt({ value: { ...value, path: value.path.slice(0, -1) }, file }, 0)
    if (isOutside(owner) || owner.value.kind !== 'call' || !knowsAll(owner, 0)) return undefined
    return findMember(owner, key, 0) ? undefined : { of: owner.value, file: owner.file, key }
  }

  return {
    follow: (located) => followAt(located, 0),
    property: (found, name) => findMember(found, name, 0),
    entries: (found) => listEntries(found, 0),
    isComplete: (found) => knowsAll(found, 0),
    missing: findMissing,
  }
}

/** What a path is called that could not be followed to its end. */
function out(path: readonly string[], found: Found): Outside {
  return { outside: path.join('.'), from: isOutside(found) ? found.from : undefined }
}
