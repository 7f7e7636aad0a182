/** Who is let in: the steps before a body is read, and the look-up of who asks. */
import type { FastifyRequest } from 'fastify'
import type { AshlarError } from '../contract/errors.ts'
import type { Method } from '../contract/routes.ts'
import type { ManifestAccess } from '../module/manifest.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { parseCookies } from './cookies.ts'
import { isCrossSite } from './cross-site.ts'
import {
  crossSiteRequest,
  malformedRequest,
  methodNotAllowed,
  pageNotFound,
  permissionDenied,
  signInRequired,
  tenantNeeded,
  tenantSuspended,
  tenantSwitched,
} from './errors.ts'
import type { HttpOptions } from './http-app.ts'
import type { RouteMatch, RouteTable } from './route-table.ts'
import { type Viewer, type Visit, visitor } from './visit.ts'

/**
 * Opens a visit, finds its route and refuses at once what can be refused without a look at the database: other sites,
 * unknown addresses, and visitors where a user is asked for. Their bodies are never read.
 */
export function admitRequest(options: HttpOptions, table: RouteTable, request: FastifyRequest): void {
  const visit = openVisit(request)
  request.visit = visit
  if (!visit.scope.readOnly && isCrossSite(visit.headers, options.origin)) throw crossSiteRequest(visit.path)
  if (visit.url.includes('%00')) throw malformedRequest('its address holds the character U+0000.')
  visit.match = findRoute(table, visit)
  const { flag } = visit.match.route
  if (flag !== undefined && !options.flags.mayBeOn(flag)) throw pageNotFound(visit.path)
  if (visit.identified) assertMayUse(visit.match.route.access, visit.viewer, visit.path)
}

/**
 * Finds out who sends a request and checks that they may use its route.
 *
 * It runs as the first step of the request's unit of work, so that the look-up shares its transaction and round trip.
 */
export async function identifyVisit(options: HttpOptions, visit: Visit): Promise<void> {
  if (visit.identified) return
  noteViewer(visit, await options.identify({ cookies: visit.cookies, authorization: visit.headers.authorization }))
  assertMayUse(visit.match?.route.access, visit.viewer, visit.path)
}

/**
 * Finds out which tenant a request is for, once it is known who asks. Who is signed in works for a tenant, except where tenants are chosen and
 * people sign out: rows of tenants would not be there, which looks as if there were none.
 *
 * @throws ASH240 for a tenant that is suspended, ASH244 when there is none to work for, ASH245 when what is sent was entered on a page for
 *   another one, and what `findTenant` raises.
 */
export async function bindTenant(options: HttpOptions, visit: Visit): Promise<void> {
  await options.findTenant(visit)
  const { tenant, tenants, match, viewer } = visit
  visit.scope.tenant = tenant?.id
  if (match === undefined || options.openWithoutTenant.has(match.module)) return
  if (tenant?.suspended) throw tenantSuspended(tenant.name)
  const asked = viewer.identity !== undefined && match.route.access !== 'anyone'
  if (asked && tenants !== undefined && tenant === undefined) throw tenantNeeded(tenants.memberships.length)
  // What follows a redirect repeats the header, and only reads.
  const pageTenant = visit.scope.readOnly ? undefined : visit.headers['x-page-tenant']
  if (tenant && pageTenant !== undefined && pageTenant !== tenant.slug) {
    throw tenantSwitched(tenant.name, Object.keys(match.params).length > 0)
  }
}

/** Has a route be there only for whom its feature is on, once it is known for whom the request acts. */
export function assertFlagOn({ flags }: HttpOptions, { match, scope, path }: Visit): void {
  const flag = match?.route.flag
  if (flag !== undefined && !flags.isOnFor(flag, scope)) throw pageNotFound(path)
}

/** Notes who asks, for the transaction, the log and the page. */
export function noteViewer(visit: Visit, viewer: Viewer): void {
  visit.viewer = viewer
  visit.identified = true
  if (viewer.identity) visit.scope.actor = { id: viewer.identity.id, roles: viewer.identity.roles }
}

/** Opens the visit of a request: whatever goes wrong later, the answer can be written from it. */
export function openVisit(request: FastifyRequest): Visit {
  const { url } = request
  const queryStart = url.indexOf('?')
  const { headers } = request
  return {
    scope: new RequestScope({ id: request.id, readOnly: request.method === 'GET' || request.method === 'HEAD' }),
    method: request.method,
    url,
    path: queryStart === -1 ? url : url.slice(0, queryStart),
    headers,
    cookies: parseCookies(headers.cookie),
    setCookies: [],
    viewer: visitor,
    identified: headers.cookie === undefined && headers.authorization === undefined,
    tenant: undefined,
    tenants: undefined,
    match: undefined,
    answered: false,
    left: false,
    ended: new AbortController(),
  }
}

function findRoute(table: RouteTable, visit: Visit): RouteMatch {
  const method = (visit.method === 'HEAD' ? 'GET' : visit.method) as Method
  const match = table.find(method, visit.path)
  if (!match) throw nothingThere(table, visit)
  return match
}

/** Refuses what Fastify has no route for, such as a file that is not there, or a method that no app answers. */
export function refuseUnrouted(table: RouteTable, request: FastifyRequest): never {
  request.visit = openVisit(request)
  throw nothingThere(table, request.visit)
}

function nothingThere(table: RouteTable, { method, path }: Visit): AshlarError {
  const allowed = table.listMethods(path)
  return allowed.length > 0 ? methodNotAllowed(method, path, allowed) : pageNotFound(path)
}

/**
 * Closed by default: a route without a stated access lets nobody in, even if it escaped the checks at boot.
 *
 * @throws ASH222 when somebody must sign in first, ASH223 when their permissions do not suffice.
 */
export function assertMayUse(access: ManifestAccess | undefined, viewer: Viewer, path: string): void {
  if (access === 'anyone') return
  if (!viewer.identity) throw signInRequired(path)
  if (access === 'signed-in') return
  if (access === undefined || !viewer.permissions.has(access.permission)) {
    throw permissionDenied(path, access?.permission ?? 'none that exists')
  }
}
