/** The changes of a type that its assignability does not show: an optional member that is gone, a parameter that is not taken any more. */
import { isMethod, listAlternatives, listMembers, literalOf, type TypeMembers, type TypePlace } from './members.ts'

/** The paths of members, such as `lines.discount`, or `find(2)` for the second parameter of `find`. */
export interface MemberChanges {
  readonly removed: readonly string[]
  readonly added: readonly string[]
  /** Those that could be assigned to before. */
  readonly nowReadOnly: readonly string[]
}

/** How deep members are compared; types that contain themselves end where a pair comes again. */
const deepest = 24

/** Compares the members of a type in two programs, and theirs in turn. */
export function compareMembers(old: readonly TypePlace[], now: readonly TypePlace[]): MemberChanges {
  const removed = new Set<string>()
  const added = new Set<string>()
  const nowReadOnly = new Set<string>()
  const seen = new Set<string>()
  const identify = createIdentifier()

  const compareTypes = (before: readonly TypePlace[], after: readonly TypePlace[], path: readonly string[]): void => {
    const pair = [before, after].map((places) => places.map(identify).join()).join(' ')
    if (seen.has(pair) || path.length > deepest) return
    seen.add(pair)
    const pairs = pairAlternatives(listAlternatives(before), listAlternatives(after)) ?? [[before, after]]
    for (const [one, other] of pairs) compareNamed(listMembers(one), listMembers(other), path)
  }

  const compareNamed = (
    before: TypeMembers | undefined,
    after: TypeMembers | undefined,
    path: readonly string[],
  ): void => {
    if (!before || !after) return
    for (const name of before.keys()) if (!takes(after, name)) removed.add(join(path, name))
    for (const name of after.keys()) if (!takes(before, name)) added.add(join(path, name))
    for (const [name, member] of before) {
      const other = after.get(name)
      if (!other) continue
      if (other.isReadOnly && !member.isReadOnly && !isMethod(member)) nowReadOnly.add(join(path, name))
      compareTypes(member.types, other.types, [...path, name])
    }
  }

  compareTypes(old, now, [])
  return { removed: [...removed].toSorted(), added: [...added].toSorted(), nowReadOnly: [...nowReadOnly].toSorted() }
}

type Pair = readonly [readonly TypePlace[], readonly TypePlace[]]

/**
 * The alternatives of two unions that belong together, when a member with a literal type tells them apart.
 *
 * Which alternatives came and went shows in what can be assigned.
 */
function pairAlternatives(before: readonly TypePlace[], after: readonly TypePlace[]): readonly Pair[] | undefined {
  const [first] = before
  if (!first || before.length + after.length < 3) return undefined
  for (const name of listMembers([first])?.keys() ?? []) {
    const [old, now] = [before, after].map((places) => keyAlternatives(places, name))
    if (old && now)
      return [...old].flatMap(([literal, one]) => {
        const other = now.get(literal)
        return other ? [[[one], [other]] as const] : []
      })
  }
  return undefined
}

function keyAlternatives(places: readonly TypePlace[], name: string): ReadonlyMap<string, TypePlace> | undefined {
  const keyed = places.flatMap((place) => {
    const literal = literalOf(listMembers([place])?.get(name))
    return literal === undefined ? [] : [[literal, place] as const]
  })
  const map = new Map(keyed)
  return map.size === places.length ? map : undefined
}

/** Whether a member is there, or a parameter that takes all from a certain one on. */
function takes(members: TypeMembers, name: string): boolean {
  if (members.has(name)) return true
  const parameter = numberOf(name)
  return (
    parameter !== undefined && [...members.keys()].some((other) => isRest(other) && (numberOf(other) ?? 0) <= parameter)
  )
}

function numberOf(name: string): number | undefined {
  const number = /^\((\d+)(?:\.\.\.)?\)$/.exec(name)?.[1]
  return number === undefined ? undefined : Number(number)
}

function isRest(name: string): boolean {
  return /^\(\d+\.\.\.\)$/.test(name)
}

function join(path: readonly string[], name: string): string {
  return [...path, name].join('.').replaceAll('.(', '(').replaceAll('()', '')
}

/** Tells places apart by their nodes and by what their type parameters stand for. */
function createIdentifier(): (place: TypePlace) => string {
  const numbers = new Map<unknown, number>()
  const identify = ({ node, bound }: TypePlace): string => {
    const number = numbers.get(node) ?? numbers.size
    numbers.set(node, number)
    return bound.size === 0 ? `${number}` : `${number}<${[...bound.values()].map(identify).join()}>`
  }
  return identify
}
