/**
 * Finds the route of a request.
 *
 * The table has two levels: the first segment of a path, then a router of the routes below it, which is built when its
 * first request comes. An app of 500 modules starts with one map instead of 5,000 insertions.
 */
import createRouter, { type HTTPMethod, type Instance } from 'find-my-way'
import type { Method } from '../contract/routes.ts'
import type { ManifestRoute } from '../module/manifest.ts'

export interface ModuleRoutes {
  readonly module: string
  readonly routes: readonly ManifestRoute[]
}

export interface RouteMatch {
  readonly module: string
  readonly route: ManifestRoute
  /** Path parameters, decoded, not yet parsed. */
  readonly params: Readonly<Record<string, string | undefined>>
}

export interface RouteTable {
  /** The route for a method and path, or `undefined`. */
  find(method: Method, path: string): RouteMatch | undefined
  /** The methods that a path answers. */
  listMethods(path: string): Method[]
}

interface Entry {
  readonly module: string
  readonly route: ManifestRoute
}

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
/** The key of routes that begin with a parameter, and so can answer below any first segment. */
const anySegment = ''

export function createRouteTable(modules: readonly ModuleRoutes[]): RouteTable {
  const entriesBySegment = groupBySegment(modules)
  const routers = new Map<string, Instance<HTTPVersion>>()

  function findRouter(segment: string): Instance<HTTPVersion> | undefined {
    const known = routers.get(segment)
    if (known) return known
    const entries = entriesBySegment.get(segment)
    if (!entries) return undefined
    const router = buildRouter(entries)
    routers.set(segment, router)
    return router
  }

  function find(method: Method, path: string): RouteMatch | undefined {
    return findIn(findRouter(firstSegment(path)), method, path) ?? findIn(findRouter(anySegment), method, path)
  }

  return {
    find,
    listMethods: (path) => methods.filter((method) => find(method, path) !== undefined),
  }
}

type HTTPVersion = import('find-my-way').HTTPVersion.V1

function groupBySegment(modules: readonly ModuleRoutes[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const { module, routes } of modules) {
    for (const route of routes) {
      const segment = firstSegment(route.path)
      const key = segment.startsWith(':') ? anySegment : segment
      const entries = groups.get(key)
      if (entries) entries.push({ module, route })
      else groups.set(key, [{ module, route }])
    }
  }
  return groups
}

/** `/orders/7` → `/orders`; the slash keeps `/` apart from the key of parameters. */
function firstSegment(path: string): string {
  if (path.charCodeAt(1) === 58) return ':'
  const end = path.indexOf('/', 1)
  return end === -1 ? path : path.slice(0, end)
}

function buildRouter(entries: readonly Entry[]): Instance<HTTPVersion> {
  const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 500 })
  for (const entry of entries) router.on(entry.route.method as HTTPMethod, entry.route.path, unused, entry)
  return router
}

/** find-my-way asks for a handler; the table only reads what is stored with it. */
function unused(): void {}

function findIn(router: Instance<HTTPVersion> | undefined, method: Method, path: string): RouteMatch | undefined {
  const found = router?.find(method as HTTPMethod, path)
  if (!found) return undefined
  const { module, route } = found.store as Entry
  return { module, route, params: found.params }
}
