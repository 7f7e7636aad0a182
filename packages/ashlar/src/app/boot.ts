/**
 * Puts an app together. Start reading here.
 *
 * Every problem that can be seen beforehand is collected and raised at once; only then is the database touched, and
 * only when everything stands does anything listen.
 */
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { AshlarError } from '../contract/errors.ts'
import { authProvider } from '../contract/identity.ts'
import type { Service } from '../contract/services.ts'
import { tenantProvider } from '../contract/tenants.ts'
import { type MigrationRun, migrate } from '../data/migrations/migrate.ts'
import { readMigrations } from '../data/migrations/migration.ts'
import { createDatabase, type Database, runDetached, runUnitOfWork } from '../data/runtime.ts'
import { createEvents, type Events } from '../events/create-events.ts'
import type { EventOperations } from '../events/operations.ts'
import { createHttpApp, type HttpApp } from '../http/http-app.ts'
import type { ModulePlugin } from '../http/module-plugins.ts'
import { type LocaleSource, loadTranslations, type Translations } from '../i18n/index.ts'
import { createJobs, type Jobs } from '../jobs/create-jobs.ts'
import type { JobOperations } from '../jobs/operations.ts'
import type { AppConfig } from '../module/app-config.ts'
import { checkSchedules } from '../module/check-jobs.ts'
import { checkModules } from '../module/check-modules.ts'
import { bootRefused } from '../module/errors.ts'
import { frameworkVersion } from '../module/framework-version.ts'
import { orderModules } from '../module/graph.ts'
import type { ModuleManifest, ModuleSource } from '../module/manifest.ts'
import { createModuleRuntime, type ModuleRuntime } from '../module/runtime.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { type Environment, readSettings } from '../settings/read-settings.ts'
import { type Clock, createClock } from '../time/clock.ts'
import { checkPages } from './check-pages.ts'
import { checkRelay, listHandlers } from './events.ts'
import { createFindTenant } from './find-tenant.ts'
import { createFlashStore } from './flash-store.ts'
import { createIdentify } from './identify.ts'
import { listQueues, listSchemaOwners } from './jobs.ts'
import type { PageAssets } from './page-assets.ts'
import { createPages } from './pages.ts'
import { createRoles } from './roles.ts'
import { createSharedProps } from './shared-props.ts'

export interface BootOptions {
  /** The app's name where its configuration gives none. */
  readonly name: string
  readonly config: AppConfig
  /** The modules that are on, in any order. */
  readonly modules: readonly ModuleSource[]
  /** Texts that belong to no module, such as those of the component kit. */
  readonly locales?: readonly LocaleSource[]
  /** Problems found while looking for them; they are reported with those of the boot. */
  readonly problems?: readonly AshlarError[]
  /** Whether every module that was looked for is there. @default true */
  readonly complete?: boolean
  readonly database: {
    /** Where the app runs, as its own role. */
    readonly appUrl: string
    /** Where migrations run; the same as `appUrl` when there is one role only. */
    readonly ownerUrl: string
  }
  readonly environment: Environment
  readonly assets: PageAssets
  readonly log: Logger
  /** The app's own origin, such as `https://shop.example`. */
  readonly origin?: string
  /**
   * Whether modules start on first use and props are only projected, as in production; otherwise all modules start
   * with the app and every prop is checked in full.
   */
  readonly production: boolean
  /** Whether pending migrations are applied. @default true */
  readonly migrate?: boolean
  /** How long a stopping server goes on accepting, in milliseconds. @default 0 */
  readonly lameDuckMs?: number
  /** What this process does. @default 'all' */
  readonly role?: Role
}

/**
 * What a process of an app does: answer requests, deliver events and run jobs, keep the schedules, or all of it. A process
 * that is no `web` answers the health probes alone.
 */
export type Role = 'web' | 'worker' | 'scheduler' | 'all'

/** A running app. It answers `inject` at once and listens when told to. */
export interface App {
  readonly name: string
  /** In boot order. */
  readonly manifests: readonly ModuleManifest[]
  readonly http: HttpApp
  readonly database: Database
  readonly runtime: ModuleRuntime
  /** What people and programs may ask of events, and do about them. */
  readonly events: EventOperations
  /** What people and programs may ask of jobs, and do about them. */
  readonly jobs: JobOperations
  /** Does what is left for the background, once it is started; listening starts what the role of the process says. */
  readonly background: Background
  /** How far time is ahead of the database's clock. */
  readonly clock: Clock
  /** What was applied, in order. */
  readonly migrations: readonly MigrationRun[]
  /** The implementation of a service, or `undefined` when no module offers it. */
  readonly findService: <Interface>(service: Service<Interface>) => Promise<Interface | undefined>
  /** Runs work in a transaction of its own, as the system. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Answers what is under way, stops the modules in reverse order and lets go of the database. */
  readonly close: () => Promise<void>
}

/** What an app does besides answering requests. */
export interface Background {
  /** Delivers events. */
  readonly deliveries: Events['worker']
  /** Runs jobs. */
  readonly jobs: Jobs['worker']
  /** Keeps the schedules of jobs. */
  readonly schedules: Jobs['scheduler']
  /** Starts what a role does. */
  readonly start: (role: Role) => void
  /** Takes nothing more, and waits for what is running; after `graceMs` that is undone and left to be taken up again. */
  readonly stop: (graceMs: number) => Promise<void>
}

/** Boots an app. @throws ASH128 with every problem found; nothing was started and nothing changed then. */
export async function bootApp(options: BootOptions): Promise<App> {
  const { config, log } = options
  const { sources, manifests, settings, translations } = await prepare(options)
  const database = createDatabase({ appUrl: options.database.appUrl, onBackgroundError: (err) => log.error({ err }) })
  let runtime: ModuleRuntime | undefined
  try {
    await database.verify()
    const { createModuleDatabase } = await import('../data/module-database.ts')
    const ids = ['ashlar', ...manifests.map(({ id }) => id)]
    const openDatabase = (module: string) =>
      createModuleDatabase({ module, otherSchemas: ids.filter((id) => id !== module) })

    const events = createEvents({
      database,
      url: options.database.appUrl,
      handlers: listHandlers(manifests, config, () => started),
      log,
      concurrency: config.events?.concurrency,
      retentionDays: config.events?.retentionDays,
    })
    const clock = createClock()
    const jobs = createJobs({
      database,
      url: options.database.appUrl,
      queues: listQueues(manifests, () => started),
      clock,
      log,
      ...config.jobs,
    })
    const started = createModuleRuntime({
      sources,
      give: (module, { publishes, jobs: declared }) => ({
        db: openDatabase(module),
        log: log.child({ module }),
        settings: settings.get(module) ?? {},
        ...(publishes ? { publish: events.publisherOf(module, publishes) } : {}),
        ...(declared ? { enqueue: jobs.enqueuerOf(module, declared) } : {}),
      }),
    })
    runtime = started
    // A module that cannot start is found before anything is changed.
    if (!options.production) await started.startAll()
    const migrations = options.migrate === false ? [] : await applyMigrations(options, sources)
    const http = await createHttp(options, {
      manifests,
      runtime: started,
      database,
      translations,
      ashlarDb: openDatabase('ashlar'),
    })
    const background = createBackground(events, jobs)
    const { role = 'all' } = options
    http.fastify.addHook('onListen', async () => background.start(role))
    const graceMs = config.http?.drainTimeoutMs ?? defaultTimeoutMs

    return {
      name: config.name ?? options.name,
      manifests,
      http,
      database,
      runtime: started,
      events: events.operations,
      jobs: jobs.operations,
      background,
      clock,
      migrations,
      findService: started.findService,
      run: (work) => runDetached(database, work),
      close: async () => {
        await Promise.all([http.drain.stop(), background.stop(graceMs)])
        await jobs.close()
        await started.stop()
        await database.close()
      },
    }
  } catch (error) {
    await runtime?.stop()
    await database.close()
    throw error
  }
}

function createBackground({ worker: deliveries }: Events, { worker, scheduler }: Jobs): Background {
  return {
    deliveries,
    jobs: worker,
    schedules: scheduler,
    start(role) {
      if (role === 'all' || role === 'worker') for (const each of [deliveries, worker]) each.start()
      if (role === 'all' || role === 'scheduler') scheduler.start()
    },
    async stop(graceMs) {
      await Promise.all([deliveries.stop(graceMs), worker.stop(graceMs), scheduler.stop()])
    },
  }
}

interface Prepared {
  readonly sources: readonly ModuleSource[]
  readonly manifests: readonly ModuleManifest[]
  readonly settings: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly translations: Translations
}

/** All that can be known without the database. */
async function prepare(options: BootOptions): Promise<Prepared> {
  const { config, modules, problems = [], complete = true, locales = [], environment, production } = options
  const found = [
    ...problems,
    ...checkModules(
      modules.map(({ manifest }) => manifest),
      config,
      { complete },
    ),
    ...checkRelay(
      modules.map(({ manifest }) => manifest),
      config,
    ),
  ]
  const schedules = await checkSchedules(modules.map(({ manifest }) => manifest))
  const withSettings = await Promise.all(
    modules.filter(({ manifest }) => manifest.settings.length > 0).map(({ load }) => load()),
  )
  const declared = withSettings.flatMap(({ settings }) => settings ?? [])
  const settings = readSettings(declared, config.settings ?? {}, environment)
  const [first = 'en', ...others] = config.languages ?? []
  const localeSources = modules.map(({ manifest, localesFolder }) => ({ id: manifest.id, localesFolder }))
  const texts = await loadTranslations([...locales, ...localeSources], [first, ...others])
  const pages = production ? [] : await checkPages(modules)
  const all = [...found, ...schedules, ...settings.problems, ...texts.problems, ...pages]
  if (all.length > 0) throw bootRefused(all)

  const byId = new Map(modules.map((source) => [source.manifest.id, source]))
  const sources = orderModules(modules.map(({ manifest }) => manifest)).ids.flatMap((id) => byId.get(id) ?? [])
  return {
    sources,
    manifests: sources.map(({ manifest }) => manifest),
    settings: settings.values,
    translations: texts.translations,
  }
}

async function applyMigrations(
  { database, log }: BootOptions,
  sources: readonly ModuleSource[],
): Promise<readonly MigrationRun[]> {
  const modules = await Promise.all(
    sources.map(async ({ manifest, migrationsFolder }) => ({
      module: manifest.id,
      version: manifest.version,
      migrations: await readMigrations(manifest.id, migrationsFolder),
    })),
  )
  const appRole = decodeURIComponent(new URL(database.appUrl).username)
  const ownerRole = decodeURIComponent(new URL(database.ownerUrl).username)
  return migrate({
    ownerUrl: database.ownerUrl,
    modules,
    ...(appRole === ownerRole ? {} : { appRole }),
    schemaOwners: listSchemaOwners(sources.map(({ manifest }) => manifest)),
    onWeakened: (warning) => log.warn(warning),
  })
}

interface Composition {
  readonly manifests: readonly ModuleManifest[]
  readonly runtime: ModuleRuntime
  readonly database: Database
  readonly translations: Translations
  readonly ashlarDb: Parameters<typeof createFlashStore>[0]['db']
}

const defaultBodyLimitBytes = 1_048_576
const defaultTimeoutMs = 30_000

/** Joins the HTTP layer to data, pages and modules; they know each other only here. */
async function createHttp(options: BootOptions, parts: Composition): Promise<HttpApp> {
  const { config, log, origin, assets } = options
  const { manifests, runtime, database, translations, ashlarDb } = parts
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
      app: { name, home: firstPage ?? '/' },
      manifests,
      translations,
      findAccountPaths: async () => (await findProvider())?.paths,
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
      alwaysOpen: modulesOffering(manifests, [authProvider.name, tenantProvider.name]),
    }),
    signInPath: async (returnTo) => (await findProvider())?.signInPath(returnTo),
    runUnitOfWork: (scope, work) => runUnitOfWork(database.units, scope, work),
    pages,
    plugins: answersRequests(options) ? await loadPlugins(manifests, runtime) : [],
    assertReady: async () => {
      await database.verify()
    },
    log,
    tellFailures: !options.production,
    home: answersRequests(options) ? firstPage : undefined,
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

const answersRequests = ({ role = 'all' }: BootOptions): boolean => role === 'all' || role === 'web'

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
