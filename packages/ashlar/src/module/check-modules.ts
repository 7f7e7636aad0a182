/** The checks that manifests alone allow. They run at every boot, also in production, where no module is loaded yet. */
import type { AshlarError } from '../contract/errors.ts'
import type { AppConfig } from './app-config.ts'
import * as errors from './errors.ts'
import { orderModules } from './graph.ts'
import type { ModuleManifest } from './manifest.ts'
import { matchesPermission } from './permission-pattern.ts'

const idPattern = /^[a-z][a-z0-9_-]{0,39}$/
const reservedIds: ReadonlySet<string> = new Set([
  'ashlar',
  'app',
  'public',
  'information_schema',
  'assets',
  'up',
  'ui',
  'api',
])
const givenNames: ReadonlySet<string> = new Set(['db', 'log', 'settings', 'system'])

/** Every problem that a set of modules has as a whole. */
export function checkModules(manifests: readonly ModuleManifest[], config: AppConfig): AshlarError[] {
  return [
    ...manifests.flatMap(checkId),
    ...checkDuplicateIds(manifests),
    ...checkServices(manifests),
    ...orderModules(manifests).circles.map(errors.needsInCircle),
    ...manifests.flatMap(checkNames),
    ...checkRoutes(manifests),
    ...manifests.flatMap(checkMenu),
    ...checkImports(manifests),
    ...checkRoles(manifests, config),
  ]
}

function checkId({ id, packageName }: ModuleManifest): AshlarError[] {
  if (!idPattern.test(id)) return [errors.moduleIdInvalid(id, packageName)]
  return reservedIds.has(id) || id.startsWith('pg_') ? [errors.moduleIdReserved(id, packageName)] : []
}

function checkDuplicateIds(manifests: readonly ModuleManifest[]): AshlarError[] {
  return listRepeated(manifests, ({ id }) => id).map(([id, owners]) =>
    errors.moduleIdTaken(
      id,
      owners.map(({ packageName }) => packageName),
    ),
  )
}

function checkServices(manifests: readonly ModuleManifest[]): AshlarError[] {
  const offers = manifests.flatMap(({ id, offers }) => offers.map(({ service }) => ({ id, service })))
  const offered = new Set(offers.map(({ service }) => service))
  const twice = listRepeated(offers, ({ service }) => service).map(([service, owners]) =>
    errors.serviceOfferedTwice(
      service,
      owners.map(({ id }) => id),
    ),
  )
  const unmet = manifests.flatMap(({ id, needs }) =>
    needs
      .filter(({ service, optional }) => !optional && !offered.has(service))
      .map(({ name, service }) => errors.needNotOffered(id, name, service)),
  )
  return [...unmet, ...twice]
}

function checkNames(manifest: ModuleManifest): AshlarError[] {
  const { id } = manifest
  return [
    ...manifest.needs
      .filter(({ name }) => givenNames.has(name))
      .map(({ name }) => errors.nameReserved(id, 'need', name)),
    ...manifest.pages
      .filter((page) => !page.startsWith(`${id}/`))
      .map((page) => errors.foreignDeclaration(id, 'page', page)),
    ...manifest.permissions
      .filter(({ name }) => !name.startsWith(`${id}.`))
      .map(({ name }) => errors.foreignDeclaration(id, 'permission', name)),
    ...manifest.events
      .filter(({ name }) => !name.startsWith(`${id}.`))
      .map(({ name }) => errors.foreignDeclaration(id, 'event', name)),
  ]
}

function checkRoutes(manifests: readonly ModuleManifest[]): AshlarError[] {
  const permissions = new Set(manifests.flatMap((manifest) => manifest.permissions.map(({ name }) => name)))
  const routes = manifests.flatMap(({ id, routes }) => routes.map((route) => ({ ...route, module: id })))
  const guarded = routes.flatMap(({ module, key, method, path, access }) => {
    if (access === undefined) return [errors.routeWithoutAccess(module, key, method, path)]
    const unknown = typeof access === 'object' && !permissions.has(access.permission)
    return unknown ? [errors.permissionUnknown(module, key, access.permission)] : []
  })
  const colliding = listRepeated(routes, ({ method, path }) => `${method} ${path.replace(/:[^/]+/g, ':')}`).map(
    ([, [first, ...others]]) => {
      const names = [first, ...others].map(({ module, key }) => `${module}.${key}`)
      return errors.routesCollide(first.path, first.method, names)
    },
  )
  return [...guarded, ...colliding]
}

function checkMenu({ id, menu }: ModuleManifest): AshlarError[] {
  return menu
    .filter(({ href }) => href.includes('/undefined'))
    .map(({ href }) => errors.menuRouteNeedsParameters(id, href.replaceAll('undefined', ':parameter')))
}

function checkImports(manifests: readonly ModuleManifest[]): AshlarError[] {
  const imports = manifests.flatMap(({ id, imports }) => imports.map(({ file }) => ({ id, file })))
  return listRepeated(imports, ({ file }) => file).map(([file, owners]) =>
    errors.importFileTaken(
      file,
      owners.map(({ id }) => id),
    ),
  )
}

function checkRoles(manifests: readonly ModuleManifest[], config: AppConfig): AshlarError[] {
  const permissions = manifests.flatMap((manifest) => manifest.permissions.map(({ name }) => name))
  return Object.entries(config.roles ?? {}).flatMap(([role, granted]) =>
    granted
      .map((pattern) => (typeof pattern === 'string' ? pattern : pattern.name))
      .filter((pattern) => pattern !== '*' && !permissions.some((permission) => matchesPermission(pattern, permission)))
      .map((pattern) => errors.rolePatternUnknown(role, pattern)),
  )
}

/** The groups of items that share a key. */
function listRepeated<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, [Item, ...Item[]]][] {
  const groups = new Map<string, [Item, ...Item[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups].filter(([, group]) => group.length > 1)
}
