/** A request on its way through the HTTP layer: what each step has found out so far. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Identity } from '../contract/identity.ts'
import type { AnyRoute } from '../contract/routes.ts'
import type { Tenant, TenantPaths } from '../contract/tenants.ts'
import type { RouteHandler } from '../module/handler.ts'
import type { RequestScope } from '../scope/request-scope.ts'
import type { RouteMatch } from './route-table.ts'

/** Who looks at a page: a user with permissions, or a visitor without any. */
export interface Viewer {
  readonly identity: Identity | undefined
  readonly sessionId: string | undefined
  /** The names of the permissions that the viewer's roles grant. */
  readonly permissions: ReadonlySet<string>
}

/** A visitor: nobody is signed in. */
export const visitor: Viewer = Object.freeze({
  identity: undefined,
  sessionId: undefined,
  permissions: new Set<string>(),
})

/** What a user may choose from. */
export interface VisitTenants {
  readonly memberships: readonly Tenant[]
  readonly paths: TenantPaths
  /** Where another tenant is found, when the address of the visit names one; otherwise the session keeps the choice. */
  readonly addressOf: ((slug: string) => string) | undefined
}

export interface Visit {
  readonly scope: RequestScope
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly cookies: Readonly<Record<string, string>>
  /** Cookies to be set, whatever the answer will be. */
  readonly setCookies: string[]
  /** A visitor until the credentials of the request were looked up. */
  viewer: Viewer
  /** Whether it is known who asks. */
  identified: boolean
  /** The tenant that the request is for; `undefined` in an app that serves a single one. */
  tenant: Tenant | undefined
  /** The tenants that the user may work for; `undefined` in an app that serves a single one. */
  tenants: VisitTenants | undefined
  match: RouteMatch | undefined
  answered: boolean
  /** Whether the client has gone before its answer. */
  left: boolean
  /** Ends the work for the request before its time. */
  readonly ended: AbortController
}

/** The route of a visit with its schemas and its handler, loaded. */
export interface OpenRoute {
  readonly route: AnyRoute
  readonly handle: RouteHandler
}

/** What goes back to the client. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Whether the client is a person's browser that expects a page, rather than a program that expects JSON. */
export function wantsPage(visit: Visit): boolean {
  if (visit.match?.route.api) return false
  return visit.headers['x-inertia'] === 'true' || (visit.headers.accept?.includes('text/html') ?? false)
}
