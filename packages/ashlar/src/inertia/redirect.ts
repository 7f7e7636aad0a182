/** Redirects, in the form that each kind of request can follow. */
import type { InertiaAnswer } from './answer.ts'
import { redirectElsewhere, unsafeRedirect } from './errors.ts'
import { headerOf, readVisit, type VisitRequest } from './inertia-visit.ts'

export interface RedirectAnswerOptions {
  /** Loads the address as a document: for another site, or one that is no page of the app, such as a download. @default false */
  readonly external?: boolean
}

/**
 * Redirects a request. Another site has to be asked for by `external`, so that an address which a sender has chosen leads
 * nobody away.
 *
 * A visit of the client's router follows plain redirects by itself; it is told by a 409 what it cannot follow: another
 * site, and an address with a `#fragment`, which browsers drop from redirects they follow for scripts. A page that is
 * only prefetched keeps the plain redirect, since nobody is there to be moved.
 *
 * @throws ASH306 when the address could run code in the page, ASH308 when it leads to another site that was not asked for.
 */
export function redirectAnswer(
  request: VisitRequest,
  location: string,
  options: RedirectAnswerOptions = {},
): InertiaAnswer {
  const visit = readVisit(request)
  const address = encodeAddress(location)
  if (!options.external && isElsewhere(request, address)) throw redirectElsewhere()
  if (visit.inertia) {
    if (options.external) return locationAnswer(address)
    if (address.includes('#') && !visit.prefetch) return controlAnswer('x-inertia-redirect', address)
  }
  // 303 makes every browser follow with GET, whatever the method was.
  const status = request.method === 'GET' || request.method === 'HEAD' ? 302 : 303
  return { status, headers: { location: address, vary: 'X-Inertia' }, body: undefined }
}

/** Makes a visit of the client's router load an address as a document. */
export function locationAnswer(address: string): InertiaAnswer {
  return controlAnswer('x-inertia-location', address)
}

/** The page a request came from, as a path of this host, or the fallback when it came from elsewhere. */
export function previousAddress(request: VisitRequest, fallback: string): string {
  const referer = headerOf(request, 'referer')
  if (referer === undefined || !URL.canParse(referer)) return fallback
  const { host, pathname, search } = new URL(referer)
  return host === headerOf(request, 'host') && !pathname.startsWith('//') ? `${pathname}${search}` : fallback
}

function controlAnswer(header: string, address: string): InertiaAnswer {
  return { status: 409, headers: { [header]: address, vary: 'X-Inertia' }, body: undefined }
}

/** Whether an address names another host than the one that was asked. */
function isElsewhere(request: VisitRequest, address: string): boolean {
  const base = `http://${headerOf(request, 'host') ?? 'localhost'}`
  return URL.canParse(address, base) && new URL(address, base).host !== new URL(base).host
}

/** An address as it may stand in a header: no control characters, no letters beyond ASCII, no scheme but http(s). */
function encodeAddress(location: string): string {
  const scheme = /^[\s\p{Cc}]*([a-z][a-z\d+.-]*:)/iu.exec(location)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') throw unsafeRedirect(scheme)
  return location.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
