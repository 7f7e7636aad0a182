/**
 * The HTTP side of an app.
 *
 * Fastify receives; one wildcard route carries every route of every module, so that their number costs nothing at
 * boot; plugins that modules bring stand beside it, each in a context of its own. What happens to a request is told
 * step by step in `answer-request.ts`.
 */
import compress from '@fastify/compress'
import createFastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Credentials } from '../contract/identity.ts'
import type { TransactionOptions } from '../contract/transactions.ts'
import type { RequestScope } from '../scope/request-scope.ts'
import { runInScope } from '../scope/request-scope.ts'
import { admitRequest, refuseUnrouted } from './admit-request.ts'
import { answerError } from './answer-error.ts'
import { answerRequest, sendAnswer } from './answer-request.ts'
import { serveAssets } from './assets.ts'
import { enforceBodyLimit, largestBodyLimit } from './body-limit.ts'
import { addBodyParsers } from './body-parsers.ts'
import { answerClientError } from './client-error.ts'
import { createDrain, type Drain } from './drain.ts'
import { addHealthProbes } from './health.ts'
import { addMetrics, type MetricsOptions } from './metrics.ts'
import { type ModulePlugin, mountPlugins } from './module-plugins.ts'
import { noticeLeaving } from './notice-leaving.ts'
import type { PageResponder } from './page-responder.ts'
import { logRequests } from './request-log.ts'
import { createRouteTable, type ModuleRoutes } from './route-table.ts'
import { createSecurityHeaders } from './security-headers.ts'
import type { OpenRoute, Viewer, Visit } from './visit.ts'

/** How the unit of work of a request is run. */
export interface RequestWork {
  readonly transaction: TransactionOptions | undefined
  /** Ends the work before its time. */
  readonly signal: AbortSignal
}

/** What the HTTP layer asks of flags. */
export interface FlagGate {
  /** Whether a flag is on for whoever a request acts for. */
  readonly isOnFor: (flag: string, scope: RequestScope) => boolean
  /** Whether there may be anybody for whom a flag is on. */
  readonly mayBeOn: (flag: string) => boolean
}

/** Copies of the database that some requests are answered from. */
export interface RequestReplicas {
  readonly read: <Result>(
    scope: RequestScope,
    work: () => Promise<Result>,
    options: RequestWork,
    cookies: Readonly<Record<string, string>>,
  ) => Promise<Result>
  /** The cookie of a client that has just written; `undefined` when it cannot be told how far the database had come. */
  readonly markWrite: () => Promise<string | undefined>
}

/** What the HTTP layer asks of the rest of an app. */
export interface HttpOptions {
  readonly modules: readonly ModuleRoutes[]
  /** Loads a module's route with its handler, on first use. */
  readonly openRoute: (module: string, key: string) => Promise<OpenRoute>
  /** Finds out who sends a request, within its unit of work. */
  readonly identify: (credentials: Credentials) => Promise<Viewer>
  /** Notes in a visit which tenant it is for, within its unit of work, once it is known who asks. */
  readonly findTenant: (visit: Visit) => Promise<void>
  /** The modules that stay in reach without a tenant, or with one that is suspended: there people sign out and choose another. */
  readonly openWithoutTenant: ReadonlySet<string>
  /** The same as `identify`, where no unit of work is open. */
  readonly identifyAlone: (credentials: Credentials) => Promise<Viewer>
  /** Where a visitor is sent to sign in; `undefined` in an app without users. */
  readonly signInPath: (returnTo: string) => Promise<string | undefined>
  /** Runs a request's work so that all of it is kept, or nothing. */
  readonly runUnitOfWork: <Result>(
    scope: RequestScope,
    work: () => Promise<Result>,
    options: RequestWork,
  ) => Promise<Result>
  readonly flags: FlagGate
  /** Reads from copies of the database; `undefined` where there is none. */
  readonly replicas?: RequestReplicas | undefined
  readonly pages: PageResponder
  readonly plugins: readonly ModulePlugin[]
  /** Raises when the app cannot serve, for instance because the database is away. */
  readonly assertReady: () => Promise<void>
  readonly log: FastifyBaseLogger
  /** Whether answers say what failed inside, as in development; otherwise only the log does. */
  readonly tellFailures: boolean
  /** Writes the OpenAPI document, served at `/openapi.json`; `undefined` serves none. */
  readonly describeApi: (() => Promise<object>) | undefined
  /** Where `/` leads when no module has a page there. */
  readonly home: string | undefined
  /** Counts requests and serves `/up/metrics`; `undefined` does neither. */
  readonly metrics?: MetricsOptions | undefined
  /** The app's own origin, such as `https://shop.example`; `undefined` takes it from the `Host` header. */
  readonly origin?: string
  /** The folder of hashed files served below `/assets/`. */
  readonly assetsFolder?: string
  readonly trustProxy?: readonly string[]
  readonly bodyLimitBytes: number
  readonly requestTimeoutMs: number
  readonly drainTimeoutMs: number
  /** How long a stopping server goes on accepting, so that busy clients hear of it, in milliseconds. */
  readonly lameDuckMs: number
}

declare module 'fastify' {
  interface FastifyRequest {
    visit: Visit | undefined
  }
}

export interface HttpApp {
  readonly fastify: FastifyInstance
  readonly drain: Drain
}

/** Builds the HTTP side of an app. Nothing listens yet. */
export async function createHttpApp(options: HttpOptions): Promise<HttpApp> {
  const table = createRouteTable(options.modules)
  const headers = createSecurityHeaders({ secure: options.origin?.startsWith('https:') ?? false })
  const fastify: FastifyInstance = createFastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => crypto.randomUUID(),
    trustProxy: options.trustProxy ? [...options.trustProxy] : false,
    bodyLimit: largestBodyLimit(options.modules, options.bodyLimitBytes),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    requestTimeout: options.requestTimeoutMs,
    clientErrorHandler: answerClientError,
    // An address that cannot be decoded reaches no hook.
    frameworkErrors: (error, request, reply) => answerError(options, error, request, reply.headers(headers)),
  })
  const drain = createDrain(fastify, options)

  addBodyParsers(fastify)
  fastify.decorateRequest('visit', undefined)
  fastify.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  logRequests(fastify)
  fastify.setErrorHandler((error, request, reply) => answerError(options, error, request, reply))
  fastify.setNotFoundHandler(async (request) => refuseUnrouted(table, request))
  await fastify.register(compress, { globalDecompression: false, encodings: ['br', 'gzip'], threshold: 1024 })
  addHealthProbes(fastify, { assertReady: options.assertReady, isDraining: drain.isDraining })
  const { home, describeApi, metrics } = options
  if (metrics) addMetrics(fastify, metrics)
  if (describeApi) fastify.get('/openapi.json', async () => describeApi())
  if (home !== undefined && !table.find('GET', '/')) fastify.get('/', (_request, reply) => reply.redirect(home))
  if (options.assetsFolder) await serveAssets(fastify, options.assetsFolder)
  await mountPlugins(fastify, options)

  fastify.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/*',
    onRequest: async (request) => admitRequest(options, table, request),
    preParsing: async (request, _reply, payload) => enforceBodyLimit(request, payload, options.bodyLimitBytes),
    handler: (request, reply) => {
      const visit = visitOf(request)
      noticeLeaving(reply, visit)
      return runInScope(visit.scope, async () => sendAnswer(reply, visit, await answerRequest(options, request, visit)))
    },
  })
  return { fastify, drain }
}

/** The visit that admission opened for a request. */
function visitOf(request: FastifyRequest): Visit {
  if (!request.visit) throw new TypeError('A request reached its handler without having been admitted.')
  return request.visit
}
