/** What the headers of a request say to the Inertia protocol, read once. */

/** The parts of a request that the protocol looks at; header names are in lower case, as Node hands them out. */
export interface VisitRequest {
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** What a partial reload asks for. Source: the client's `requestParams.ts`; paths to be reset stand in `only` too. */
export interface PartialReload {
  /** The page the browser shows. The reload is partial only when the answer is the same page. */
  readonly component: string
  /** The only paths wanted; `undefined` wants all. */
  readonly only: readonly string[] | undefined
  /** The paths not wanted. */
  readonly except: readonly string[] | undefined
}

/** A request as the Inertia protocol sees it. */
export interface InertiaVisit {
  readonly method: string
  readonly url: string
  /** Sent by the client's router: the answer is a page as JSON, not a document. */
  readonly inertia: boolean
  /** The asset version the browser runs, or `undefined` when it named none. */
  readonly version: string | undefined
  readonly partial: PartialReload | undefined
  /** Paths whose merged rows the browser throws away before it takes this answer. */
  readonly reset: readonly string[]
  /** Keys of once props that the browser still has. */
  readonly loadedOnce: readonly string[]
  /** The name below which a form wants its errors. */
  readonly errorBag: string | undefined
  /** The end at which infinite scroll adds the rows of this answer. */
  readonly scrollIntent: 'append' | 'prepend'
  /** Fetched ahead of a click: the answer may never be shown. */
  readonly prefetch: boolean
  /** Made by `router.reload`, a poll or deferred props, beside the page that is shown. */
  readonly background: boolean
}

const none: readonly string[] = Object.freeze([])

/** Reads the protocol's headers of a request. A request that the client's router did not send is a plain full visit. */
export function readVisit(request: VisitRequest): InertiaVisit {
  const inertia = headerOf(request, 'x-inertia') === 'true'
  const purpose = headerOf(request, 'purpose') ?? headerOf(request, 'sec-purpose')
  return {
    method: request.method,
    // A path that begins with two slashes would name another host to the browser.
    url: request.url.replace(/^[/\\]{2,}/, '/'),
    inertia,
    version: inertia ? headerOf(request, 'x-inertia-version') : undefined,
    partial: inertia ? readPartial(request) : undefined,
    reset: (inertia ? listOf(request, 'x-inertia-reset') : undefined) ?? none,
    loadedOnce: (inertia ? listOf(request, 'x-inertia-except-once-props') : undefined) ?? none,
    errorBag: inertia ? headerOf(request, 'x-inertia-error-bag') || undefined : undefined,
    scrollIntent: headerOf(request, 'x-inertia-infinite-scroll-merge-intent') === 'prepend' ? 'prepend' : 'append',
    prefetch: purpose?.startsWith('prefetch') ?? false,
    background: inertia && headerOf(request, 'cache-control') === 'no-cache',
  }
}

/**
 * Whether the answer to a visit is where errors, flash and history flags kept in the session belong.
 *
 * A prefetched page may never be shown. A partial reload in the background (deferred props, a poll) can overtake the
 * visit that the message was meant for, and the client throws the flash of a deferred reload away. A partial reload
 * that follows a redirect is neither: it is the answer to the form that was sent.
 */
export function takesCarriedState(visit: InertiaVisit): boolean {
  return !visit.prefetch && !(visit.background && visit.partial !== undefined)
}

/** The value of a header, or `undefined` when it is absent. */
export function headerOf(request: VisitRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'object' ? value.join(',') : value
}

/** The values of a header that holds a list, or `undefined` when it is absent or empty. */
export function listOf(request: VisitRequest, name: string): readonly string[] | undefined {
  const values = headerOf(request, name)
    ?.split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  return values && values.length > 0 ? values : undefined
}

function readPartial(request: VisitRequest): PartialReload | undefined {
  const component = headerOf(request, 'x-inertia-partial-component')
  if (component === undefined) return undefined
  return {
    component,
    only: listOf(request, 'x-inertia-partial-data'),
    except: listOf(request, 'x-inertia-partial-except'),
  }
}
