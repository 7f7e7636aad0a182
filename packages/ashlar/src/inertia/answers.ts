/** The answers of the protocol that are not pages: redirects, stale assets, rehearsed forms. Source: the client's `response.ts`. */
import { unsafeRedirect } from './errors.ts'
import { headerOf, type InertiaVisit, listOf, type VisitRequest } from './inertia-visit.ts'

/** An answer without a page. */
export interface ControlAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const vary = 'X-Inertia'

/**
 * The answer for a browser whose assets are of another build: it loads the page anew.
 *
 * Only for `GET`: a form that was sent must not be lost.
 */
export function refuseStaleAssets(visit: InertiaVisit, version: string | null): ControlAnswer | undefined {
  if (!visit.inertia || visit.method !== 'GET' || version === null) return undefined
  if (visit.version === undefined || visit.version === version) return undefined
  return {
    status: 409,
    headers: { 'x-inertia-location': visit.url, 'x-inertia-version': version, vary },
    body: undefined,
  }
}

/**
 * The answer that sends the browser elsewhere.
 *
 * After a form the browser must follow with `GET`, hence 303. The client's router cannot follow a redirect to another
 * origin or keep a `#fragment` by itself: it is told by a 409.
 *
 * @throws ASH306 when the address could run code.
 */
export function redirectVisit(visit: InertiaVisit, location: string, origin: string | undefined): ControlAnswer {
  assertSafe(location)
  if (visit.inertia && isExternal(location, origin)) {
    return { status: 409, headers: { 'x-inertia-location': location, vary }, body: undefined }
  }
  if (visit.inertia && location.includes('#') && !visit.prefetch) {
    return { status: 409, headers: { 'x-inertia-redirect': location, vary }, body: undefined }
  }
  const status = visit.method === 'GET' || visit.method === 'HEAD' ? 302 : 303
  return { status, headers: { location, vary }, body: undefined }
}

function assertSafe(location: string): void {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(location.trim())?.[0].toLowerCase()
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') throw unsafeRedirect(scheme)
}

function isExternal(location: string, origin: string | undefined): boolean {
  if (location.startsWith('/') && !/^\/[/\\]/.test(location)) return false
  return origin === undefined || !URL.canParse(location) || new URL(location).origin !== origin
}

/**
 * The answer to a form that asks whether its input would be accepted, or `undefined` when it does not ask.
 *
 * Source: Laravel Precognition, headers `Precognition` and `Precognition-Validate-Only`.
 */
export function answerPrecognition(
  request: VisitRequest,
  errors: Readonly<Record<string, string>>,
): ControlAnswer | undefined {
  if (headerOf(request, 'precognition') !== 'true') return undefined
  const asked = listOf(request, 'precognition-validate-only')
  const found = Object.entries(errors).filter(([field]) => asked === undefined || asked.includes(field))
  const headers = { precognition: 'true', vary: 'Precognition' }
  if (found.length === 0)
    return { status: 204, headers: { ...headers, 'precognition-success': 'true' }, body: undefined }
  const body = {
    message: found[0]?.[1],
    errors: Object.fromEntries(found.map(([field, message]) => [field, [message]])),
  }
  return {
    status: 422,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}
