/** The checks that manifests alone allow. They run at every boot, also in production, where no module is loaded yet. */
import type { AshlarError } from '../contract/errors.ts'
import type { AppConfig } from './app-config.ts'
import { checkConfigNumbers } from './check-config-numbers.ts'
import { checkFlags } from './check-flags.ts'
import { checkAppTimeZone, checkJobs } from './check-jobs.ts'
import { checkListens } from './check-listens.ts'
import { checkRoutes } from './check-routes.ts'
import * as errors from './errors.ts'
import { orderModules } from './graph.ts'
import type { ModuleManifest } from './manifest.ts'
import { matchesPermission } from './permission-pattern.ts'
import { listRepeated } from './repeated.ts'

const idPattern = /^[a-z][a-z0-9_-]{0,39}$/
/** Names that the framework, the database or the app's own folders already use where a module's id would stand. */
const reservedIds: ReadonlySet<string> = new Set([
  'ashlar',
  'app',
  'public',
  'information_schema',
  'assets',
  'up',
  'health',
  'ui',
  'api',
])
/** What a behaviour receives besides its needs. `system` is kept free for work outside of any request. */
const givenNames: ReadonlySet<string> = new Set([
  'db',
  'log',
  'text',
  'settings',
  'flags',
  'cache',
  'publish',
  'enqueue',
  'jobs',
  'system',
])

export interface CheckModulesOptions {
  /** Whether all modules are there. Where one could not be opened, nobody knows what is missing from the others. @default true */
  readonly complete?: boolean
}

/** Every problem that a set of modules has as a whole. */
export function checkModules(
  manifests: readonly ModuleManifest[],
  config: AppConfig,
  { complete = true }: CheckModulesOptions = {},
): AshlarError[] {
  // Of two modules with one id only the first is held against the others: all that both declare would collide as well.
  const distinct = [...Map.groupBy(manifests, ({ id }) => id).values()].flatMap(([first]) => first ?? [])
  return [
    ...manifests.flatMap(checkId),
    ...checkDuplicateIds(manifests),
    ...(complete ? checkNeeds(distinct) : []),
    ...checkOffers(distinct),
    ...checkCircles(distinct),
    ...distinct.flatMap(checkNames),
    ...checkRoutes(distinct),
    ...distinct.flatMap(checkMenu),
    ...checkImports(distinct),
    ...checkListens(distinct, complete),
    ...checkJobs(distinct),
    ...checkFlags(distinct, complete),
    ...(complete ? checkRoles(distinct, config) : []),
    ...checkConfigNumbers(config),
    ...checkAppTimeZone(config),
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

function checkNeeds(manifests: readonly ModuleManifest[]): AshlarError[] {
  const offered = new Set(manifests.flatMap(({ offers }) => offers.map(({ service }) => service)))
  return manifests.flatMap(({ id, needs }) =>
    needs
      .filter(({ service, optional }) => !optional && !offered.has(service))
      .map(({ name, service }) => errors.needNotOffered(id, name, service)),
  )
}

function checkOffers(manifests: readonly ModuleManifest[]): AshlarError[] {
  const offers = manifests.flatMap(({ id, offers }) => offers.map(({ service }) => ({ id, service })))
  return listRepeated(offers, ({ service }) => service).map(([service, owners]) =>
    errors.serviceOfferedTwice(
      service,
      owners.map(({ id }) => id),
    ),
  )
}

function checkCircles(manifests: readonly ModuleManifest[]): AshlarError[] {
  return orderModules(manifests).circles.map((circle) => {
    const [first = '', second] = circle
    if (first !== second) return errors.needsInCircle(circle)
    const own = manifests.find(({ id }) => id === first)
    const need = own?.needs.find(({ service }) => own.offers.some((offer) => offer.service === service))
    return errors.needOfItself(first, need?.name ?? first)
  })
}

function checkNames(manifest: ModuleManifest): AshlarError[] {
  const { id, needs, offers, pages, permissions, events, flags } = manifest
  const reserved = (kind: string, names: readonly { readonly name: string }[]) =>
    names.filter(({ name }) => givenNames.has(name)).map(({ name }) => errors.nameReserved(id, kind, name))
  const foreign = (kind: string, prefix: string, names: readonly string[]) =>
    names.filter((name) => !name.startsWith(prefix)).map((name) => errors.foreignDeclaration(id, kind, name))
  return [
    ...reserved('a need', needs),
    ...reserved('an offer', offers),
    ...foreign('page', `${id}/`, pages),
    ...foreign(
      'permission',
      `${id}.`,
      permissions.map(({ name }) => name),
    ),
    ...foreign(
      'event',
      `${id}.`,
      events.map(({ name }) => name),
    ),
    ...foreign(
      'flag',
      `${id}.`,
      flags.map(({ name }) => name),
    ),
  ]
}

function checkMenu({ id, menu }: ModuleManifest): AshlarError[] {
  return menu.filter(({ href }) => href.includes('/:')).map(({ href }) => errors.menuRouteNeedsParameters(id, href))
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
