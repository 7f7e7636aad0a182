/** The steps before a body is read: find the route, refuse other sites, find out who asks, check that they may. */
import type { FastifyRequest } from 'fastify'
import type { Method } from '../contract/routes.ts'
import type { ManifestAccess } from '../module/manifest.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { parseCookies } from './cookies.ts'
import { isCrossSite } from './cross-site.ts'
import { crossSiteRequest, methodNotAllowed, pageNotFound, permissionDenied, signInRequired } from './errors.ts'
import type { HttpOptions } from './http-app.ts'
import type { RouteMatch, RouteTable } from './route-table.ts'
import { type Viewer, type Visit, visitor } from './visit.ts'

/** Opens a visit and lets it in, or raises why not. */
export async function admitRequest(options: HttpOptions, table: RouteTable, request: FastifyRequest): Promise<void> {
  const visit = openVisit(request)
  request.visit = visit
  if (!visit.scope.readOnly && isCrossSite(visit.headers, options.origin)) throw crossSiteRequest(visit.path)
  visit.viewer = await identifyViewer(options, visit)
  if (visit.viewer.identity) visit.scope.actor = { id: visit.viewer.identity.id }
  visit.match = findRoute(table, visit)
  assertMayUse(visit.match.route.access, visit.viewer, visit.path)
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
    match: undefined,
    answered: false,
  }
}

function identifyViewer(options: HttpOptions, visit: Visit): Viewer | Promise<Viewer> {
  const { authorization } = visit.headers
  if (visit.headers.cookie === undefined && authorization === undefined) return visitor
  return options.identify({ cookies: visit.cookies, authorization })
}

function findRoute(table: RouteTable, visit: Visit): RouteMatch {
  const method = (visit.method === 'HEAD' ? 'GET' : visit.method) as Method
  const match = table.find(method, visit.path)
  if (match) return match
  const allowed = table.listMethods(visit.path)
  throw allowed.length > 0 ? methodNotAllowed(visit.method, visit.path, allowed) : pageNotFound(visit.path)
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
