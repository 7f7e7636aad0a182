/**
 * Turns the props of a handler into values: decides which a visit wants, runs the closures of those and of no others,
 * waits for promises, and keeps of each value what its schema declares.
 *
 * Closures and kinds are found in objects at any depth. A list is one value.
 */
import { scrollWithoutCursor } from './errors.ts'
import type { InertiaVisit } from './inertia-visit.ts'
import type { PropFilter } from './partial-filter.ts'
import { isPlainObject, isThenable, setMember } from './plain-json.ts'
import type { Projector } from './projector.ts'
import { anything } from './projector.ts'
import type { PropNote } from './prop-notes.ts'
import { joinTraits, type MergeRule, Prop, type PropTraits } from './props.ts'
import { RawJson } from './raw-json.ts'

/** What the resolution of every prop of a page shares. */
export interface PropResolution {
  /** The name of the page. */
  readonly page: string
  readonly visit: InertiaVisit
  /** Whether the visit reloads a part of the page it already shows. */
  readonly isPartial: boolean
  readonly filter: PropFilter
  /** Projects a settled value and reports what does not fit, with its path. */
  readonly project: (projector: Projector, value: unknown, path: string) => unknown
  /** Runs the work of a prop that may fail by itself. */
  readonly isolate: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly onRescue: (error: unknown, path: string) => void
  readonly now: () => number
}

/** A prop that is in the answer; one that is not has only notes. */
export interface ResolvedProp {
  readonly isPresent: boolean
  readonly value: unknown
  readonly notes: readonly PropNote[]
}

const noNotes: readonly PropNote[] = Object.freeze([])
const omitted: ResolvedProp = Object.freeze({ isPresent: false, value: undefined, notes: noNotes })

/** Deeper than any props are written by hand; beyond it a value is taken as it is. */
const maxDepth = 20

/** Whether a value is or holds something to be run, awaited or labelled. Looks into objects, not into lists. */
export function needsWork(value: unknown, depth = 0): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (!isPlainObject(value)) return value instanceof Prop || value instanceof RawJson || isThenable(value)
  if (depth > maxDepth) return false
  for (const key in value) {
    const member = value[key]
    if ((typeof member === 'object' || typeof member === 'function') && needsWork(member, depth + 1)) return true
  }
  return false
}

/**
 * Resolves the prop at a path.
 *
 * @param isInside whether the prop stands in a value that was itself resolved: such values are sent whole
 */
export async function resolveProp(
  resolution: PropResolution,
  given: unknown,
  projector: Projector,
  path: string,
  isInside = false,
): Promise<ResolvedProp> {
  if (given instanceof Prop) return resolveKind(resolution, given, projector, path, isInside)
  const wanted = isInside ? 'whole' : resolution.filter.wants(path)
  if (wanted === 'none') {
    forget(given)
    return omitted
  }
  if (typeof given === 'function' || (typeof given === 'object' && given !== null && isThenable(given))) {
    const value = await run(given)
    return value instanceof Prop
      ? resolveKind(resolution, value, projector, path, isInside)
      : present(await settle(resolution, value, projector, path, true), noNotes)
  }
  return present(await settle(resolution, given, projector, path, wanted === 'whole'), noNotes)
}

async function resolveKind(
  resolution: PropResolution,
  prop: Prop<unknown>,
  projector: Projector,
  path: string,
  isInside: boolean,
): Promise<ResolvedProp> {
  const { traits } = prop
  const skipped = skip(resolution, traits, path, isInside)
  if (skipped) {
    forget(prop.source)
    return skipped
  }
  const mayFail = traits.defer?.rescue === true
  try {
    return await (mayFail ? resolution.isolate(work) : work())
  } catch (error) {
    if (!mayFail) throw error
    resolution.onRescue(error, path)
    return { ...omitted, notes: [{ kind: 'rescued', path }] }
  }

  async function work(): Promise<ResolvedProp> {
    const value = await run(prop.source)
    if (value instanceof Prop) {
      const joined = new Prop<unknown>(value.source, joinTraits(traits, value.traits))
      return resolveKind(resolution, joined, projector, path, isInside)
    }
    const settled = await settle(resolution, value, projector, path, true)
    return present(settled, describe(resolution, traits, path, value))
  }
}

/** What stands in the place of a prop that the visit does not get, or `undefined` when it gets it. */
function skip(
  resolution: PropResolution,
  traits: PropTraits,
  path: string,
  isInside: boolean,
): ResolvedProp | undefined {
  const { filter, isPartial, visit } = resolution
  if (isPartial) {
    const mustBeNamed = traits.optional === true || traits.defer !== undefined
    const passes = traits.always === true || (isInside && !mustBeNamed) || filter.wants(path) !== 'none'
    return passes ? undefined : omitted
  }
  const { once, defer } = traits
  const isLoaded = once !== undefined && !once.fresh && visit.loadedOnce.includes(once.key ?? path)
  if (!traits.optional && !defer && !isLoaded) return undefined
  const notes: PropNote[] = []
  if (defer && !traits.optional && !isLoaded) {
    notes.push({ kind: 'deferred', path, group: defer.group }, ...describeMerges(resolution, traits, path))
  }
  if (once) notes.push(describeOnce(resolution, once, path))
  return { ...omitted, notes }
}

/** The notes of a prop that is in the answer. */
function describe(resolution: PropResolution, traits: PropTraits, path: string, value: unknown): readonly PropNote[] {
  const notes = describeMerges(resolution, traits, path)
  const { scroll, once } = traits
  if (scroll) {
    const cursor = scroll.cursor(value)
    if (!cursor) throw scrollWithoutCursor(resolution.page, path)
    const state = { pageName: scroll.pageName, ...cursor, reset: resolution.visit.reset.includes(path) }
    notes.push({ kind: 'scroll', path, state })
  }
  if (once) notes.push(describeOnce(resolution, once, path))
  return notes
}

/**
 * The merge labels of a prop. A label for what is not in the answer would make the browser add rows twice, so a path
 * that the reload does not name gets none, and neither does one that is to begin anew.
 */
function describeMerges(resolution: PropResolution, traits: PropTraits, path: string): PropNote[] {
  if (resolution.visit.reset.includes(path)) return []
  return mergeRulesOf(resolution, traits)
    .map(({ mode, at, matchOn }) => ({
      kind: 'merge' as const,
      mode,
      matchOn,
      path: at === '' ? path : `${path}.${at}`,
    }))
    .filter((note) => traits.always === true || resolution.filter.names(note.path))
}

function mergeRulesOf(resolution: PropResolution, { merges = [], scroll }: PropTraits): readonly MergeRule[] {
  if (!scroll) return merges
  return [...merges, { mode: resolution.visit.scrollIntent, at: scroll.wrapper, matchOn: scroll.matchOn }]
}

function describeOnce(resolution: PropResolution, once: NonNullable<PropTraits['once']>, path: string): PropNote {
  const expiresAt = once.ttlSeconds === undefined ? null : resolution.now() + once.ttlSeconds * 1000
  return { kind: 'once', key: once.key ?? path, state: { prop: path, expiresAt } }
}

/** Awaits what a value holds and projects it. */
async function settle(
  resolution: PropResolution,
  value: unknown,
  projector: Projector,
  path: string,
  isWhole: boolean,
): Promise<{ value: unknown; notes: readonly PropNote[] }> {
  if (value instanceof RawJson) return { value, notes: noNotes }
  if (!isPlainObject(value) || (isWhole && !needsWork(value))) {
    return { value: resolution.project(projector, value, path), notes: noNotes }
  }
  const { member } = projector
  if (member) return settleMembers(resolution, value, (key) => member(value, key), path, isWhole)
  // Which option of a union it is shows only when the value is whole.
  const { value: whole, notes } = await settleMembers(resolution, value, () => anything, path, true)
  return { value: resolution.project(projector, whole, path), notes }
}

async function settleMembers(
  resolution: PropResolution,
  source: Record<string, unknown>,
  projectorOf: (key: string) => Projector | undefined,
  path: string,
  isInside: boolean,
): Promise<{ value: Record<string, unknown>; notes: readonly PropNote[] }> {
  const declared = Object.keys(source).flatMap((key) => {
    const projector = projectorOf(key)
    return projector ? [{ key, projector }] : []
  })
  const resolved = await settleAll(
    declared.map(({ key, projector }) => resolveProp(resolution, source[key], projector, `${path}.${key}`, isInside)),
  )
  const value: Record<string, unknown> = {}
  for (const [index, { key }] of declared.entries()) {
    const member = resolved[index]
    if (!member?.isPresent || member.value === undefined) continue
    setMember(value, key, member.value instanceof RawJson ? member.value.value : member.value)
  }
  return { value, notes: resolved.flatMap(({ notes }) => notes) }
}

/** Waits for all, then raises the first failure: nothing goes on running in a transaction that is being undone. */
export async function settleAll<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const outcomes = await Promise.allSettled(work)
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
}

function present(settled: { value: unknown; notes: readonly PropNote[] }, notes: readonly PropNote[]): ResolvedProp {
  return { isPresent: true, value: settled.value, notes: [...notes, ...settled.notes] }
}

async function run(source: unknown): Promise<unknown> {
  return typeof source === 'function' ? source() : source
}

/** A promise that was handed over and is not wanted must not end the process when it fails. */
function forget(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return
  if (isPlainObject(value)) for (const member of Object.values(value)) forget(member, depth + 1)
  else if (value instanceof Prop) forget(value.source, depth + 1)
  else if (isThenable(value)) value.then(undefined, () => {})
}
