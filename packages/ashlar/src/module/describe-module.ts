import type { Access } from '../contract/access.ts'
import type { JobOptions } from '../contract/jobs.ts'
import type { Listener } from '../contract/listeners.ts'
import type { MenuEntry } from '../contract/menu.ts'
import type { AnyRoute } from '../contract/routes.ts'
import type { ModuleDefinition } from './definition.ts'
import type {
  ManifestAccess,
  ManifestJob,
  ManifestListener,
  ManifestMenuEntry,
  ManifestRoute,
  ModuleManifest,
} from './manifest.ts'

/** The facts of a package that stand beside its definition. */
export interface PackageFacts {
  readonly packageName: string
  readonly version: string
}

const lastPlace = 100

/** Derives the manifest of a module from its definition. */
export function describeModule(facts: PackageFacts, definition: ModuleDefinition): ModuleManifest {
  return {
    id: definition.id,
    ...facts,
    needs: Object.entries(definition.needs ?? {}).map(([name, need]) =>
      need.kind === 'optional-service'
        ? { name, service: need.service.name, optional: true }
        : { name, service: need.name, optional: false },
    ),
    offers: Object.entries(definition.offers ?? {}).map(([name, service]) => ({ name, service: service.name })),
    permissions: Object.values(definition.permissions ?? {}).map(({ name, label }) => ({ name, label })),
    routes: Object.entries(definition.routes ?? {}).map(([key, route]) => describeRoute(key, route)),
    menu: (definition.menu ?? []).map((entry) => describeMenuEntry(definition, entry)),
    pages: Object.values(definition.pages ?? {}).map(({ name }) => name),
    events: (definition.publishes ?? []).map(({ name, version, versions }) => ({
      name,
      version,
      olderVersions: Object.keys(versions).map(Number),
    })),
    listens: Object.entries(definition.listens ?? {}).map(([name, listener]) => describeListener(name, listener)),
    settings: Object.keys(definition.settings?.declarations ?? {}),
    flags: (definition.flags ?? []).map(({ name, options }) => ({
      name,
      help: options.help,
      default: options.default ?? false,
      by: options.by ?? 'user',
    })),
    jobs: Object.entries(definition.jobs ?? {}).map(([name, declared]) => describeJob(name, declared.options)),
    imports: Object.entries(definition.imports ?? {}).map(([name, { file }]) => ({ name, file })),
    fastify: definition.fastify !== undefined,
  }
}

/** A contract's access in the form that manifests carry. */
export function describeAccess(access: Access | undefined): ManifestAccess | undefined {
  if (access === undefined) return undefined
  return access.kind === 'permission' ? { permission: access.name } : access.kind
}

function describeRoute(key: string, route: AnyRoute): ManifestRoute {
  const { can, response, flag, bodyLimitBytes, timeoutMs } = route.options
  return {
    key,
    method: route.method,
    path: route.path,
    access: describeAccess(can),
    api: response !== undefined,
    ...(flag === undefined ? {} : { flag: flag.name }),
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function describeListener(name: string, { kind, event, options }: Listener): ManifestListener {
  return {
    name,
    kind,
    event,
    version: options.version ?? null,
    optional: options.optional ?? false,
    blockOnDead: 'blockOnDead' in options && options.blockOnDead === true,
  }
}

/** A job's limits in the form that manifests carry, with what holds where it says nothing. */
export function describeJob(name: string, options: JobOptions): ManifestJob {
  const { retry = {}, timeoutMs = 300_000, priority = 0, unique = false, timeZone = 'UTC' } = options
  return {
    name,
    tries: retry.tries ?? 20,
    delaySeconds: retry.delaySeconds ?? 1,
    longestDelaySeconds: retry.longestDelaySeconds ?? 6_300,
    timeoutMs,
    concurrency: options.concurrency ?? null,
    ratePerSecond: options.ratePerSecond ?? null,
    priority,
    unique,
    flag: options.flag?.name ?? null,
    schedule: options.schedule ?? null,
    timeZone,
  }
}

function describeMenuEntry(definition: ModuleDefinition, entry: MenuEntry): ManifestMenuEntry {
  const key = Object.entries(definition.routes ?? {}).find(([, route]) => route.id === entry.to.id)?.[0]
  return {
    href: entry.to.path.includes('/:') ? entry.to.path : entry.to(),
    access: describeAccess(entry.to.options.can) ?? 'signed-in',
    ...(entry.to.options.flag === undefined ? {} : { flag: entry.to.options.flag.name }),
    label: entry.label ?? `menu.${key ?? entry.to.id}`,
    icon: entry.icon ?? null,
    order: entry.order ?? lastPlace,
    group: entry.group ?? null,
  }
}
