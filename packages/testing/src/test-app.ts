/** A whole app for a test: real HTTP, real modules, a database of its own. */
import type { AppConfig } from 'ashlar'
import type { Identity, Permission, Tenant } from 'ashlar/contract'
import { type App, type BootOptions, bootApp, discoverModules, type ModuleSource } from 'ashlar/runtime'
import { pino } from 'pino'
import { type DeliveredHandler, type DeliverOptions, deliverEvents } from './deliver-events.ts'
import { type RanJob, type RunJobsOptions, runJobs } from './run-jobs.ts'
import { createTestClient, type TestClient } from './test-client.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { identityCookie, testIdentity } from './test-identity.ts'
import { tenantOf, testTenants } from './test-tenants.ts'

export interface TestAppOptions {
  /** The packages of the modules, found from `folder`. */
  readonly modules: readonly string[]
  /** @default the folder the tests run in */
  readonly folder?: string
  readonly config?: AppConfig
  /** Environment variables the app sees. @default none */
  readonly environment?: Readonly<Record<string, string>>
  /**
   * Whether events are delivered, jobs run and schedules kept by themselves, as in an app that runs.
   * @default false: `deliver()` and `runJobs()` do it
   */
  readonly background?: boolean
  /**
   * The slugs of tenants, where no module of the app knows any. A client is for the first of them unless its user is given another.
   * @default none: the app serves a single one
   */
  readonly tenants?: readonly string[]
  /** The database of another test app, which goes on owning it. @default a new one */
  readonly database?: TestDatabase
  /** Renders pages on the server. @default pages are not rendered */
  readonly render?: BootOptions['assets']['render']
}

export interface TestApp extends AsyncDisposable {
  readonly app: App
  readonly database: TestDatabase
  /** A visitor's client. */
  readonly visitor: () => TestClient
  /** A client of a user with these permissions; `'all'` for one who may do everything. */
  readonly as: (permissions: readonly Permission[] | 'all', user?: TestUser) => TestClient
  /** One of the `tenants`. Its `id` is what rows carry. */
  readonly tenant: (slug: string) => Tenant
  /** Runs work in a transaction of its own, for the first of the `tenants` unless another is named. */
  readonly run: App['run']
  /** Delivers the events that are due, and what comes of them. @throws what a handler throws, once all others have run. */
  readonly deliver: (options?: DeliverOptions) => Promise<readonly DeliveredHandler[]>
  /** What was published, and what is left to do about it. */
  readonly events: App['events']
  /** Runs the jobs that are due, and what comes of them. @throws what a job throws, once all others have run. */
  readonly runJobs: (options?: RunJobsOptions) => Promise<readonly RanJob[]>
  /** What waits, and what is left to do about it. */
  readonly jobs: App['jobs']
  readonly time: {
    /** Has time pass as if nothing had run meanwhile: jobs become due, and of each schedule the last time fires. */
    readonly travel: (by: TravelOptions) => Promise<void>
  }
  readonly close: () => Promise<void>
}

/** Who asks; what is left out is made up. */
export interface TestUser extends Partial<Identity> {
  /** The slug of the tenant to work for; `null` for who belongs to none. @default the first of the app's `tenants` */
  readonly tenant?: string | null
}

/** How much time passes, added together. */
export interface TravelOptions {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** On a machine that is slow or busy, an answer that comes late is right all the same. */
const patientMs = 150_000

/** Boots an app of the given modules. Where none of them signs users in, tests say who asks: `app.as([can.read])`. */
export async function testApp({
  modules: packages,
  folder = process.cwd(),
  ...options
}: TestAppOptions): Promise<TestApp> {
  const found = await discoverModules({ appFolder: folder, config: options.config ?? {}, packages })
  return boot(found, options)
}

/** Boots an app of modules that a test defines itself. */
export async function testModules(modules: readonly ModuleSource[], options: BootTestOptions = {}): Promise<TestApp> {
  return boot({ modules, locales: [], complete: true, problems: [] }, options)
}

export type BootTestOptions = Omit<TestAppOptions, 'modules' | 'folder'>

type Found = Required<Pick<BootOptions, 'modules' | 'locales' | 'complete' | 'problems'>>

async function boot({ modules, locales, complete, problems }: Found, options: BootTestOptions): Promise<TestApp> {
  const { config = {}, environment = {}, render, background = false, tenants = [] } = options
  const signsIn = modules.some(offers('auth-provider'))
  const permissions = modules.flatMap(({ manifest }) => manifest.permissions.map(({ name }) => name))
  const roles = { admin: ['*'], ...Object.fromEntries(permissions.map((name) => [name, [name]])), ...config.roles }
  const database = options.database ?? (await createTestDatabase())
  const drop = options.database ? async () => undefined : database.drop
  try {
    const app = await bootApp({
      name: 'Test app',
      config: { ...config, http: { requestTimeoutMs: patientMs, ...config.http }, roles },
      modules: [...modules, ...(signsIn ? [] : [testIdentity]), ...(tenants.length > 0 ? [testTenants(tenants)] : [])],
      problems,
      complete,
      locales,
      // As in production: to the owner of a table its rows are open, whoever's they are.
      database: { appUrl: database.appUrl ?? database.url, ownerUrl: database.url },
      environment,
      assets: { version: 'test', tags: () => '', ...(render ? { render } : {}) },
      log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      production: false,
      role: background ? 'all' : 'web',
    })
    const [first] = tenants
    const ofFirst = first === undefined ? {} : { tenant: tenantOf(tenants, first).id }
    if (background) await app.background.start('all')
    const close = async () => {
      await app.close()
      await drop()
    }
    return {
      app,
      database,
      visitor: () => createTestClient(app),
      as(granted, user = {}) {
        const names = granted === 'all' ? ['admin'] : granted.map(({ name }) => name)
        const { tenant = tenants[0] ?? null, ...given } = user
        const identity = { id: 'usr_test', name: 'Test user', email: 'test@example.test', roles: names, ...given }
        const [name = '', value = ''] = identityCookie(identity, tenant).split('=')
        return createTestClient(app, new Map([[name, value]]))
      },
      tenant: (slug) => tenantOf(tenants, slug),
      run: (work, options) => app.run(work, { ...ofFirst, ...options }),
      deliver: (options) => deliverEvents(app, options),
      events: app.events,
      runJobs: (options) => runJobs(app, options),
      jobs: app.jobs,
      time: { travel: (by) => travel(app, by) },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await drop()
    throw error
  }
}

const offers =
  (name: string) =>
  ({ manifest }: ModuleSource): boolean =>
    manifest.offers.some(({ service }) => service === name)

/** A schedule begins when it is first looked at, so it is looked at before time passes too. */
async function travel(app: App, { days = 0, hours = 0, minutes = 0, seconds = 0 }: TravelOptions): Promise<void> {
  const byMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000
  await app.background.schedules.fire()
  app.clock.advance(byMs)
  await app.jobs.hasten(byMs)
  await app.background.schedules.fire()
}
