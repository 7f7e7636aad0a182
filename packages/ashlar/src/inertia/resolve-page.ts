/**
 * The first of two phases: everything of a page that may need the database.
 *
 * Closures of props run here, within the request's transaction. Rendering comes after it and holds no connection.
 */
import type { Page, PropsOf } from '../contract/pages.ts'
import { type Errors, selectErrors } from './form-errors.ts'
import { type InertiaVisit, readVisit, takesCarriedState, type VisitRequest } from './inertia-visit.ts'
import type { PageParts } from './page-object.ts'
import { assertDeclared, assertFits, projectorOfPage, projectProp } from './page-schema.ts'
import { createPropFilter, wantAll } from './partial-filter.ts'
import { anything, type Projector } from './projector.ts'
import type { PageInput } from './prop-input.ts'
import { collectMetadata, type PropNote } from './prop-notes.ts'
import { RawJson } from './raw-json.ts'
import { needsWork, type PropResolution, resolveProp, settleAll } from './resolve-props.ts'

/** What earlier requests left for the next page, as the session keeps it. */
export interface CarriedState {
  readonly errors?: Errors
  /** Messages to be shown once. */
  readonly flash?: Readonly<Record<string, unknown>>
  /** Makes the browser forget the pages it keeps in its history. */
  readonly clearHistory?: boolean
  /** Keeps the `#fragment` of the address from before a redirect. */
  readonly preserveFragment?: boolean
}

/** What a page asks of the protocol. */
export interface PageOptions {
  /** The HTTP status; 4xx and 5xx for pages that show an error. @default 200 */
  readonly status?: number
  /** Whether the browser keeps the page encrypted in its history. @default false */
  readonly encryptHistory?: boolean
  /** Whether the browser forgets the pages it keeps in its history. @default false */
  readonly clearHistory?: boolean
  /** Whether a first visit is rendered on the server, where a renderer is given. @default true */
  readonly serverRender?: boolean
  /** Whether forms get every message of a field, as a list, rather than the first. @default false */
  readonly allErrors?: boolean
  /** Whether props are parsed in full and what is not declared is refused: for development and tests. @default false */
  readonly validate?: boolean
}

export interface ResolvePageInput<P extends Page = Page> extends PageOptions {
  readonly request: VisitRequest
  readonly page: P
  readonly props: PageInput<PropsOf<P>>
  /** Props of every page. They are trusted and not projected; what many requests share comes as raw JSON. */
  readonly shared?: Readonly<Record<string, unknown>>
  /** Read from the session; the answer says whether it took it. */
  readonly carried?: CarriedState
  /** The version of the browser's assets. */
  readonly version: string | null
  /** Hears of a `rescue` prop that failed. The page is sent without it. */
  readonly onRescue?: (error: unknown, where: { readonly page: string; readonly path: string }) => void
  /** Runs the work of a `rescue` prop so that its failure undoes nothing else, as a savepoint does. @default as it is */
  readonly isolate?: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** The clock by which once props expire, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/** A page whose props are values. Sending it needs nothing but this. */
export interface ResolvedPage extends PageParts {
  readonly visit: InertiaVisit
  readonly status: number
  readonly serverRender: boolean
  /** Whether the answer holds the carried state: only then may the session forget it. */
  readonly tookCarried: boolean
}

/**
 * Resolves the props of a page for one visit.
 *
 * A partial reload is filtered first, so that closures nobody asked for never run; the others run in parallel. When one
 * fails, the rest are awaited and the first failure in the order of the props is raised.
 *
 * @throws ASH300 to ASH305
 */
export async function resolvePage<P extends Page>(input: ResolvePageInput<P>): Promise<ResolvedPage> {
  const visit = readVisit(input.request)
  const tookCarried = takesCarriedState(visit)
  const carried: CarriedState = (tookCarried ? input.carried : undefined) ?? {}
  const { props, notes } = await resolveAll(input, visit)
  props.errors = selectErrors(carried.errors, visit.errorBag, input.allErrors ?? false)
  const sharedProps = Object.keys(input.shared ?? {}).filter((key) => !Object.hasOwn(input.props, key))
  return {
    visit,
    status: input.status ?? 200,
    serverRender: input.serverRender ?? true,
    tookCarried,
    component: input.page.name,
    props,
    url: visit.url,
    version: input.version,
    metadata: {
      ...(input.encryptHistory && { encryptHistory: true as const }),
      ...((input.clearHistory || carried.clearHistory) && { clearHistory: true as const }),
      ...(carried.preserveFragment && { preserveFragment: true as const }),
      ...(notes.length > 0 && collectMetadata(notes)),
      ...(sharedProps.length > 0 && { sharedProps }),
      ...(carried.flash && Object.keys(carried.flash).length > 0 && { flash: carried.flash }),
    },
  }
}

/** A prop before it is resolved. */
interface GivenProp {
  readonly key: string
  readonly value: unknown
  readonly projector: Projector
}

async function resolveAll(
  input: ResolvePageInput,
  visit: InertiaVisit,
): Promise<{ props: Record<string, unknown>; notes: readonly PropNote[] }> {
  const resolution = createResolution(input, visit)
  if (input.validate) assertDeclared(input.page, input.props, resolution.isPartial)

  const props: Record<string, unknown> = {}
  const working: GivenProp[] = []
  for (const given of listGiven(input)) {
    const { key, value, projector } = given
    const isWhole = resolution.filter.wants(key) === 'whole'
    if (isWhole && value instanceof RawJson) props[key] = value
    else if (isWhole && !needsWork(value)) props[key] = resolution.project(projector, value, key)
    else {
      // Keeps its place among the props while it is worked on.
      props[key] = undefined
      working.push(given)
    }
  }
  const resolved = await settleAll(
    working.map(({ key, value, projector }) => resolveProp(resolution, value, projector, key)),
  )
  for (const [index, { key }] of working.entries()) {
    const prop = resolved[index]
    if (prop?.isPresent) props[key] = prop.value
    else delete props[key]
  }
  if (input.validate) assertAllFit(input, props, resolution)
  return { props, notes: resolved.flatMap(({ notes }) => notes) }
}

function createResolution(input: ResolvePageInput, visit: InertiaVisit): PropResolution {
  const { name } = input.page
  const partial = visit.partial?.component === name ? visit.partial : undefined
  return {
    page: name,
    visit,
    isPartial: partial !== undefined,
    filter: partial ? createPropFilter(partial) : wantAll,
    project: (projector, value, path) => projectProp(name, projector, value, path),
    isolate: input.isolate ?? ((work) => work()),
    onRescue: (error, path) => input.onRescue?.(error, { page: name, path }),
    now: input.now ?? Date.now,
  }
}

/** The props of a page with those of every page before them; its own win, and what it does not declare is left out. */
function listGiven({ page, props, shared = {} }: ResolvePageInput): readonly GivenProp[] {
  const projector = projectorOfPage(page)
  const given: GivenProp[] = []
  for (const [key, value] of Object.entries(shared)) {
    if (value !== undefined && !Object.hasOwn(props, key)) given.push({ key, value, projector: anything })
  }
  for (const [key, value] of Object.entries(props)) {
    const member = value === undefined ? undefined : projector.member?.(props, key)
    if (member) given.push({ key, value, projector: member })
  }
  return given
}

/** Parses each prop of the page that is there as a whole. */
function assertAllFit(
  { page, props }: ResolvePageInput,
  resolved: Record<string, unknown>,
  { filter }: PropResolution,
) {
  for (const key of Object.keys(resolved)) {
    if (Object.hasOwn(props, key) && filter.wants(key) === 'whole') assertFits(page, key, resolved[key])
  }
}
