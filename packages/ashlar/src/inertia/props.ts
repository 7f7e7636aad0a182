/** The kinds of props that the Inertia protocol knows besides plain values. Each constructor takes what another one made. */
import type { CompileProblem } from '../contract/errors.ts'
import { cursorOfPaged, type ScrollCursor } from './scroll-cursor.ts'

/** A value, a promise of it, or a closure that is called only when the visit wants it. */
export type Source<Value> = Value | Promise<Value> | (() => Value | Promise<Value>)

/** One way in which the browser joins a value to the one it has. */
export interface MergeRule {
  readonly mode: 'append' | 'prepend' | 'deep'
  /** Where below the prop the merged value lies; empty for the prop itself. */
  readonly at: string
  /** Fields, below `at`, by which rows are told apart, so that a row that is known is replaced and not doubled. */
  readonly matchOn: readonly string[]
}

/** How a scroll prop finds its rows and its place in the list. */
export interface ScrollRule {
  readonly wrapper: string
  readonly pageName: string
  readonly matchOn: readonly string[]
  readonly cursor: (value: unknown) => ScrollCursor | undefined
}

/** What a prop is, besides its value. */
export interface PropTraits {
  readonly always?: true
  readonly optional?: true
  readonly defer?: { readonly group: string; readonly rescue: boolean }
  readonly merges?: readonly MergeRule[]
  readonly once?: { readonly key: string | undefined; readonly ttlSeconds: number | undefined; readonly fresh: boolean }
  readonly scroll?: ScrollRule
}

/** The browser has the prop whenever it shows the page. */
export type Kept = 'kept'

/** Why a prop that comes later cannot stand where the page promises it. Written out below so that the compiler shows it. */
type ComesLater =
  'A deferred or optional prop is missing at first: declare it with .optional() in its page, or give the value itself.'

/** A prop of a kind of its own. */
export class Prop<out Value, out Presence = Kept | CompileProblem<ComesLater>> {
  readonly source: unknown
  readonly traits: PropTraits
  /** Never set: says to the compiler whether the browser may have to do without. */
  declare readonly presence: Presence
  /** Never set: ties the prop to the type of its value. */
  declare readonly value: Value

  constructor(source: unknown, traits: PropTraits) {
    this.source = source
    this.traits = traits
  }
}

type Input<Value, Presence> = Source<Value> | Prop<Value, Presence>

export interface DeferOptions {
  /** Deferred props of one group come in one request, groups in parallel. @default 'default' */
  readonly group?: string
  /** Lets the page live when the closure fails: the prop stays absent and the failure is reported. @default false */
  readonly rescue?: boolean
}

/** A prop that the browser asks for once it has shown the page. */
export function defer<Value>(
  source: Input<Value, unknown>,
  options: DeferOptions = {},
): Prop<Value, CompileProblem<ComesLater>> {
  return extend(source, { defer: { group: options.group ?? 'default', rescue: options.rescue ?? false } })
}

/** A prop that is sent only when a partial reload asks for it by name. */
export function optional<Value>(source: Input<Value, unknown>): Prop<Value, CompileProblem<ComesLater>> {
  return extend(source, { optional: true })
}

/** A prop that no partial reload leaves out. Inside an object it follows the object. */
export function always<Value, Presence = Kept>(source: Input<Value, Presence>): Prop<Value, Presence> {
  return extend(source, { always: true })
}

export interface MergeOptions {
  /** The path below the prop of what is merged, such as `items`. @default the prop itself */
  readonly at?: string
  /** The field by which rows are told apart, or several for different depths of a deep merge. */
  readonly matchOn?: string | readonly string[]
}

/** A list whose rows a partial reload adds at the end of those the browser has; or an object whose keys it adds. */
export function merge<Value, Presence = Kept>(
  source: Input<Value, Presence>,
  options: MergeOptions = {},
): Prop<Value, Presence> {
  return addMerge(source, 'append', options)
}

/** A list whose rows a partial reload adds before those the browser has. */
export function prepend<Value, Presence = Kept>(
  source: Input<Value, Presence>,
  options: MergeOptions = {},
): Prop<Value, Presence> {
  return addMerge(source, 'prepend', options)
}

/** An object that a partial reload merges at every depth, its lists by adding at the end. */
export function deepMerge<Value, Presence = Kept>(
  source: Input<Value, Presence>,
  options: MergeOptions = {},
): Prop<Value, Presence> {
  return addMerge(source, 'deep', options)
}

export interface OnceOptions {
  /** Names the value across pages, so that another page with the same key need not send it. @default the path of the prop */
  readonly key?: string
  /** How long the browser may keep it, in seconds. @default as long as it shows pages that have it */
  readonly ttlSeconds?: number
  /** Sends it again although the browser has it. @default false */
  readonly fresh?: boolean
}

/** A prop that the browser keeps from page to page, so that it is sent once. */
export function once<Value, Presence = Kept>(
  source: Input<Value, Presence>,
  { key, ttlSeconds, fresh = false }: OnceOptions = {},
): Prop<Value, Presence> {
  return extend(source, { once: { key, ttlSeconds, fresh } })
}

export interface ScrollOptions<Value> {
  /** The key of the rows inside the value. @default 'items' */
  readonly wrapper?: string
  /** The query parameter that asks for a page. @default 'page' */
  readonly pageName?: string
  /** The field by which rows are told apart. */
  readonly matchOn?: string | readonly string[]
  /** Where the value stands in the whole list. @default read from `page`, `perPage` and `total` */
  readonly cursor?: (value: Value) => ScrollCursor
}

/** A page of a list that the browser joins to the pages it has: the data of `<InfiniteScroll>`. */
export function scroll<Value, Presence = Kept>(
  source: Input<Value, Presence>,
  options: ScrollOptions<NoInfer<Value>> = {},
): Prop<Value, Presence> {
  const { wrapper = 'items', pageName = 'page', cursor = cursorOfPaged } = options
  return extend(source, {
    scroll: { wrapper, pageName, matchOn: toList(options.matchOn), cursor: cursor as ScrollRule['cursor'] },
  })
}

/** The traits of a prop that a closure of another prop returned: both count, the inner ones win. */
export function joinTraits(outer: PropTraits, inner: PropTraits): PropTraits {
  const merges = [...(outer.merges ?? []), ...(inner.merges ?? [])]
  return { ...outer, ...inner, ...(merges.length > 0 && { merges }) }
}

function addMerge<Value, Presence>(
  source: Input<Value, Presence>,
  mode: MergeRule['mode'],
  options: MergeOptions,
): Prop<Value, Presence> {
  return extend(source, { merges: [{ mode, at: options.at ?? '', matchOn: toList(options.matchOn) }] })
}

function extend<Value, Presence>(source: unknown, traits: PropTraits): Prop<Value, Presence> {
  return source instanceof Prop ? new Prop(source.source, joinTraits(source.traits, traits)) : new Prop(source, traits)
}

function toList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
