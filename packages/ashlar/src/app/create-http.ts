/** Joins the HTTP layer to data, pages and modules; they know each other only here. */
import type { FastifyPluginAsync } from 'fastify'
import { authProvider } from '../contract/identity.ts'
import { tenantProvider } from '../contract/tenants.ts'
import { type Database, type Replicas, runUnitOfWork } from '../data/runtime.ts'
import type { EventOperations } from '../events/operations.ts'
import type { AppFlags } from '../flags/create-flags.ts'
import { createHttpApp, type HttpApp } from '../http/http-app.ts'
import type { MetricsOptions } from '../http/metrics.ts'
import type { ModulePlugin } from '../http/module-plugins.ts'
import type { Translations } from '../i18n/index.ts'
import type { JobOperations } from '../jobs/operations.ts'
import { timeZoneOf } from '../module/app-config.ts'
import { frameworkVersion } from '../module/framework-version.ts'
import type { ModuleManifest } from '../module/manifest.ts'
import type { ModuleRuntime } from '../module/runtime.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { partsOf } from '../settings/process-role.ts'
import type { BootOptions } from './boot-options.ts'
import { createFindTenant } from './find-tenant.ts'
import { createFlashStore } from './flash-store.ts'
import { createIdentify } from './identify.ts'
import { createPages } from './pages.ts'
import { createReplicaReader } from './read-from-replicas.ts'
import { createRoles } from './roles.ts'
import { createSharedProps } from './shared-props.ts'

/** Metrics are kept only for a collector that knows a token. */
async function prepareMetrics(options: BootOptions, parts: HttpParts): Promise<MetricsOptions | undefined> {
  const token = options.environment.METRICS_TOKEN || undefined
  if (token === undefined) return undefined
  const { database, events, jobs } = parts
  const { createMetrics } = await import('./metrics.ts')
  return { ...(await createMetrics({ database, events, jobs, log: options.log })), token }
}

interface HttpParts {
  readonly manifests: readonly ModuleManifest[]
  readonly runtime: ModuleRuntime
  readonly database: Database
  readonly replicas: Replicas | undefined
  readonly events: EventOperations
  readonly jobs: JobOperations
  readonly translations: Translations
  readonly flags: AppFlags
  readonly ashlarDb: Parameters<typeof createFlashStore>[0]['db']
}

const defaultBodyLimitBytes = 1_048_576

/** How long a request may take to be sent, and a stopping process to end, in milliseconds, where the configuration says nothing. */
export const defaultTimeoutMs = 30_000

/** Makes the HTTP side of an app; it listens when told to. */
export async function createHttp(options: BootOptions, parts: HttpParts): Promise<HttpApp> {
  const { config, log, origin, assets } = options
  const { manifests, runtime, database, translations, flags, ashlarDb } = parts
  const name = config.name ?? options.name
  const firstPage = config.home ?? findFirstPage(manifests)
  const findProvider = () => runtime.findService(authProvider)
  const runBookkeeping = <Result>(work: () => Promise<Result>, readOnly = false) =>
    runUnitOfWork(database.bookkeeping, new RequestScope({ id: 'bookkeeping', readOnly }), work)

  const identify = createIdentify(findProvider, createRoles(config, manifests))
  const pages = createPages({
    assets,
    flash: createFlashStore({ db: ashlarDb, runBookkeeping, secure: origin?.startsWith('https:') ?? false }),
    translations,
    sharedProps: createSharedProps({
      app: { name, home: firstPage ?? '/', timeZone: timeZoneOf(config) },
      manifests,
      translations,
      findAccountPaths: async () => (await findProvider())?.paths,
      isFlagOn: flags.isOnFor,
    }),
    validate: !options.production,
    onRescue: (err, where) => log.error({ err, ...where }, 'A prop failed; its page was sent without it.'),
    onRenderError: (err, page) =>
      log.error({ err, page }, 'A page could not be rendered on the server; the browser renders it.'),
  })
  return createHttpApp({
    modules: answersRequests(options) ? manifests.map(({ id, routes }) => ({ module: id, routes })) : [],
    openRoute: async (module, key) => {
      const { definition, behaviour } = await runtime.open(module)
      const route = definition.routes?.[key]
      const handle = behaviour.routes[key]
      if (!route || !handle) throw new TypeError(`Module "${module}" has no route "${key}".`)
      return { route, handle }
    },
    identify,
    identifyAlone: (credentials) => runBookkeeping(() => identify(credentials), true),
    findTenant: createFindTenant({
      findProvider: () => runtime.findService(tenantProvider),
      domain: config.tenants?.domain,
    }),
    openWithoutTenant: modulesOffering(manifests, [authProvider.name, tenantProvider.name]),
    signInPath: async (returnTo) => (await findProvider())?.signInPath(returnTo),
    runUnitOfWork: (scope, work, options) => runUnitOfWork(database.units, scope, work, options),
    flags,
    replicas: parts.replicas && createReplicaReader(database, parts.replicas, origin?.startsWith('https:') ?? false),
    pages,
    plugins: answersRequests(options) ? await loadPlugins(manifests, runtime) : [],
    assertReady: async () => {
      await database.verify()
    },
    log,
    tellFailures: !options.production,
    home: answersRequests(options) ? firstPage : undefined,
    metrics: await prepareMetrics(options, parts),
    describeApi:
      answersRequests(options) && (config.http?.openapi ?? !options.production)
        ? () => describeApi(name, manifests, runtime)
        : undefined,
    ...(origin === undefined ? {} : { origin }),
    ...(assets.folder === undefined ? {} : { assetsFolder: assets.folder }),
    ...(config.http?.trustProxy ? { trustProxy: config.http.trustProxy } : {}),
    bodyLimitBytes: config.http?.bodyLimitBytes ?? defaultBodyLimitBytes,
    requestTimeoutMs: config.http?.requestTimeoutMs ?? defaultTimeoutMs,
    drainTimeoutMs: config.http?.drainTimeoutMs ?? defaultTimeoutMs,
    lameDuckMs: options.lameDuckMs ?? 0,
  })
}

const answersRequests = ({ role = 'all' }: BootOptions): boolean => partsOf(role).has('web')

/** Loads the contracts of modules with API routes; nothing else of them. */
async function describeApi(
  title: string,
  manifests: readonly ModuleManifest[],
  runtime: ModuleRuntime,
): Promise<object> {
  const { createOpenApi } = await import('../http/openapi.ts')
  const modules = manifests.filter(({ routes }) => routes.some(({ api }) => api))
  const opened = await Promise.all(modules.map(({ id }) => runtime.open(id)))
  const routes = opened.flatMap(({ definition }) => Object.values(definition.routes ?? {}))
  return createOpenApi({ title, version: frameworkVersion, routes })
}

function modulesOffering(manifests: readonly ModuleManifest[], services: readonly string[]): ReadonlySet<string> {
  const offering = manifests.filter(({ offers }) => offers.some(({ service }) => services.includes(service)))
  return new Set(offering.map(({ id }) => id))
}

/** The page that the menu begins with. */
function findFirstPage(manifests: readonly ModuleManifest[]): string | undefined {
  return manifests.flatMap(({ menu }) => menu).toSorted((left, right) => left.order - right.order)[0]?.href
}

/** Only modules that bring a Fastify plugin are loaded for it. */
async function loadPlugins(manifests: readonly ModuleManifest[], runtime: ModuleRuntime): Promise<ModulePlugin[]> {
  return Promise.all(
    manifests
      .filter(({ fastify }) => fastify)
      .map(async ({ id }) => {
        const { definition } = await runtime.open(id)
        const loaded = (await definition.fastify?.()) as { default: FastifyPluginAsync }
        return { module: id, plugin: loaded.default }
      }),
  )
}
