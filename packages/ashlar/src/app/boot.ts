/**
 * Puts an app together. Start reading here.
 *
 * Every problem that can be seen beforehand is collected and raised at once; only then is the database touched, and
 * only when everything stands does anything listen.
 */
import { type AppCache, createCache } from '../cache/create-cache.ts'
import { dayIn } from '../contract/day.ts'
import type { Service } from '../contract/services.ts'
import type { TransactionOptions } from '../contract/transactions.ts'
import type { MigrationRun } from '../data/migrations/migrate.ts'
import {
  checkRules,
  createDatabase,
  type Database,
  HistoryKeeper,
  listSchemasOfTenants,
  rulesBroken,
  runDetached,
} from '../data/runtime.ts'
import { createEvents } from '../events/create-events.ts'
import type { EventOperations } from '../events/operations.ts'
import { createFlags, type FlagOperations } from '../flags/create-flags.ts'
import type { HttpApp } from '../http/http-app.ts'
import { createJobs } from '../jobs/create-jobs.ts'
import type { JobOperations } from '../jobs/operations.ts'
import { timeZoneOf } from '../module/app-config.ts'
import type { ModuleManifest } from '../module/manifest.ts'
import { createModuleRuntime, type ModuleRuntime } from '../module/runtime.ts'
import { createNotices } from '../notices/create-notices.ts'
import { createSettings } from '../settings/create-settings.ts'
import type { SettingOperations } from '../settings/operations.ts'
import { SettingStore } from '../settings/setting-store.ts'
import { type Clock, createClock } from '../time/clock.ts'
import { type Background, createBackground } from './background.ts'
import type { BootOptions } from './boot-options.ts'
import { createHttp, defaultTimeoutMs } from './create-http.ts'
import { errorInWords } from './error-in-words.ts'
import { listHandlers } from './events.ts'
import { listQueues } from './jobs.ts'
import { applyMigrations } from './migrations.ts'
import { prepare } from './prepare.ts'
import { openReplicas } from './replicas.ts'

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
  /** What people and programs may ask of settings, and do about them. */
  readonly settings: SettingOperations
  /** What people and programs may ask of flags, and do about them. */
  readonly flags: FlagOperations
  /** How much this process keeps in memory for its modules. */
  readonly cache: Pick<AppCache, 'use'>
  /** Does what is left for the background, once it is started; listening starts what the role of the process says. */
  readonly background: Background
  /** How far time is ahead of the database's clock. */
  readonly clock: Clock
  /** What was applied, in order. */
  readonly migrations: readonly MigrationRun[]
  /** The implementation of a service, or `undefined` when no module offers it. */
  readonly findService: <Interface>(service: Service<Interface>) => Promise<Interface | undefined>
  /** Runs work in a transaction of its own, as the system, for a tenant if one is named by its id. */
  readonly run: <Result>(work: () => Promise<Result>, options?: RunOptions) => Promise<Result>
  /** An error with the messages of its fields in the app's first language, for who reads it outside of a request. */
  readonly inWords: (error: unknown) => unknown
  /** The ids of the modules with rows that belong to tenants. */
  readonly listModulesOfTenants: () => Promise<ReadonlySet<string>>
  /** Answers what is under way, stops the modules in reverse order and lets go of the database. */
  readonly close: () => Promise<void>
}

/** How work runs that belongs to no request. */
export interface RunOptions extends TransactionOptions {
  /** The id of the tenant that it is for. @default none */
  readonly tenant?: string | undefined
}

/** Boots an app. @throws ASH128 with every problem found; nothing was started and nothing changed then. */
export async function bootApp(options: BootOptions): Promise<App> {
  const { config, log } = options
  const { sources, manifests, declared, read, ring, translations } = await prepare(options)
  const { bookkeepingConnections = 2, replicaMaxLagMs, ...limits } = config.database ?? {}
  const database = createDatabase({
    ...limits,
    systemConnections: bookkeepingConnections,
    appUrl: options.database.appUrl,
    onBackgroundError: (err) => log.error({ err }),
  })
  const replicas = openReplicas(options, database, { ...limits, maxLagMs: replicaMaxLagMs })
  const letGo = async () => {
    await replicas?.close()
    await database.close()
  }
  let runtime: ModuleRuntime | undefined
  try {
    await database.verify()
    const { createModuleDatabase } = await import('../data/module-database.ts')
    const ids = ['ashlar', ...manifests.map(({ id }) => id)]
    const openDatabase = (module: string) =>
      createModuleDatabase({ module, otherSchemas: ids.filter((id) => id !== module) })

    const notices = createNotices({ database, url: options.database.appUrl, log })
    const store = new SettingStore(database, notices)
    const settings = createSettings({ declared, read, store, ring, log })
    const flags = createFlags({ known: manifests.flatMap((manifest) => manifest.flags), store, log })
    const cache = createCache({ notices, ...config.cache })
    const events = createEvents({
      database,
      url: options.database.appUrl,
      handlers: listHandlers(manifests, config, () => started),
      log,
      timeZone: timeZoneOf(config),
      concurrency: config.events?.concurrency,
      retentionDays: config.events?.retentionDays,
    })
    const clock = createClock()
    const jobs = createJobs({
      database,
      url: options.database.appUrl,
      queues: listQueues(manifests, () => started, flags),
      schedules: events.schedules,
      clock,
      log,
      ...config.jobs,
    })
    const started = createModuleRuntime({
      sources,
      give: (module, { publishes, jobs: declared, flags: own = [] }) => ({
        db: openDatabase(module),
        log: log.child({ module }),
        text: translations.writerOf(module),
        settings: settings.of(module),
        flags: flags.of(module, own),
        cache: cache.of(module),
        today: () => dayIn(timeZoneOf(config), new Date(Date.now() + clock.aheadMs)),
        ...(publishes ? { publish: events.publisherOf(module, publishes) } : {}),
        ...(declared ? { enqueue: jobs.enqueuerOf(module, declared), jobs: jobs.ownOf(module) } : {}),
      }),
    })
    runtime = started
    await store.loadIfThere()
    // A module that cannot start is found before anything is changed.
    if (!options.production) await started.startAll()
    const migrations = options.migrate === false ? [] : await applyMigrations(options, sources)
    if (migrations.length > 0) await store.load()
    const [http] = await Promise.all([
      createHttp(options, {
        manifests,
        runtime: started,
        database,
        replicas,
        events: events.operations,
        jobs: jobs.operations,
        translations,
        flags,
        ashlarDb: openDatabase('ashlar'),
      }),
      assertRulesHold(options, database, manifests),
    ])
    const history = new HistoryKeeper({ database, log, sealEverySeconds: config.history?.sealEverySeconds })
    replicas?.start()
    const background = createBackground(events, jobs, notices, history)
    const { role = 'all' } = options
    http.fastify.addHook('onReady', jobs.open)
    http.fastify.addHook('onListen', () => background.start(role))
    const graceMs = config.http?.drainTimeoutMs ?? defaultTimeoutMs

    return {
      name: config.name ?? options.name,
      manifests,
      http,
      database,
      runtime: started,
      events: events.operations,
      jobs: jobs.operations,
      settings: settings.operations,
      flags: flags.operations,
      cache: { use: cache.use },
      background,
      clock,
      migrations,
      findService: started.findService,
      run: (work, options) => runDetached(database, work, options),
      inWords: (error) => errorInWords(error, translations),
      listModulesOfTenants: () => runDetached(database, listSchemasOfTenants),
      close: async () => {
        const ends = await Promise.allSettled([http.drain.stop(), background.stop(graceMs)])
        try {
          await jobs.close()
          await started.stop()
        } finally {
          await letGo()
        }
        for (const end of ends) if (end.status === 'rejected') throw end.reason
      },
    }
  } catch (error) {
    await runtime?.stop().catch((err: unknown) => log.error({ err }))
    await letGo()
    throw error
  }
}

/** @throws ASH564 with everything that the rules of tables rest on and that the database has lost. */
async function assertRulesHold({ log }: BootOptions, database: Database, manifests: readonly ModuleManifest[]) {
  const look = () => checkRules(manifests.map(({ id }) => id))
  const { problems, warnings } = await runDetached(database, look, { readOnly: true })
  for (const warning of warnings) log.warn(warning)
  if (problems.length > 0) throw rulesBroken(problems)
}
