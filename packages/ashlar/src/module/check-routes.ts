import type { AshlarError } from '../contract/errors.ts'
import * as errors from './errors.ts'
import type { ManifestRoute, ModuleManifest } from './manifest.ts'
import { listRepeated } from './repeated.ts'
import { findPathFault, shapeOfPath } from './route-path.ts'

/** Addresses that the framework answers itself. */
const reservedPath = /^\/(?:assets|up)(?:\/|$)/

/** Every problem that the routes of a set of modules have, each by itself and between them. */
export function checkRoutes(manifests: readonly ModuleManifest[]): AshlarError[] {
  const permissions = new Set(manifests.flatMap((manifest) => manifest.permissions.map(({ name }) => name)))
  const problems: AshlarError[] = []
  for (const { id, routes } of manifests) {
    for (const route of routes) problems.push(...checkPath(id, route), ...checkAccess(id, route, permissions))
  }
  return [...problems, ...checkCollisions(manifests)]
}

function checkPath(module: string, { key, path }: ManifestRoute): AshlarError[] {
  const fault = findPathFault(path)
  if (fault !== undefined) return [errors.routePathInvalid(module, key, path, fault)]
  return reservedPath.test(path) ? [errors.routePathReserved(module, key, path)] : []
}

function checkAccess(
  module: string,
  { key, method, path, access }: ManifestRoute,
  permissions: ReadonlySet<string>,
): AshlarError[] {
  if (access === undefined) return [errors.routeWithoutAccess(module, key, method, path)]
  const unknown = typeof access === 'object' && !permissions.has(access.permission)
  return unknown ? [errors.permissionUnknown(module, key, access.permission)] : []
}

function checkCollisions(manifests: readonly ModuleManifest[]): AshlarError[] {
  const routes = manifests.flatMap(({ id, routes }) => routes.map((route) => ({ module: id, route })))
  return listRepeated(routes, ({ route }) => `${route.method} ${shapeOfPath(route.path)}`).map(([shape, group]) =>
    errors.routesCollide(
      shape,
      group.map(({ module, route }) => ({ route: `${module}.${route.key}`, path: route.path })),
    ),
  )
}
