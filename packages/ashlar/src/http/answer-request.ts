/**
 * The steps of an admitted request, in order: load its route; then, in one unit of work, find out who asks, parse the
 * input, run the handler and resolve the page; then write the answer.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AshlarError } from '../contract/errors.ts'
import type { AnyRoute } from '../contract/routes.ts'
import type { Reply, RequestFacts, RouteContext } from '../module/handler.ts'
import { assertFlagOn, bindTenant, identifyVisit } from './admit-request.ts'
import { answeredTwice, clientLeft, handlerAnsweredNothing, handlerTimedOut, responseBreaksSchema } from './errors.ts'
import type { HttpOptions, RequestWork } from './http-app.ts'
import type { PreparedPage } from './page-responder.ts'
import { type ParsedInput, parseInput } from './parse-input.ts'
import type { JsonReply, RedirectReply } from './reply.ts'
import type { RouteMatch } from './route-table.ts'
import type { Answer, OpenRoute, Visit } from './visit.ts'

/** Runs an admitted request to its answer. */
export async function answerRequest(options: HttpOptions, request: FastifyRequest, visit: Visit): Promise<Answer> {
  const match = matchOf(visit)
  const stale = options.pages.refuseStale(visit)
  if (stale) return stale
  const open = await options.openRoute(match.module, match.route.key)
  const timeoutMs = match.route.timeoutMs ?? options.requestTimeoutMs
  let input: ParsedInput | undefined
  const cookiesBefore = visit.setCookies.length
  let admitted = false
  const admit = async () => {
    if (admitted) return
    await identifyVisit(options, visit)
    await bindTenant(options, visit)
    assertFlagOn(options, visit)
    admitted = true
  }
  const work = async () => {
    // What an earlier try has set belongs to what was undone.
    visit.setCookies.length = cookiesBefore
    await admit()
    const raw = { path: visit.path, params: match.params, query: request.query, body: request.body }
    input ??= parseInput(open.route, raw, options.pages.describeIssues(visit))
    const rehearsal = options.pages.answerPrecognition(visit, {})
    if (rehearsal) return rehearsal
    if (visit.left) throw clientLeft()
    const context = { ...input, ...describeViewer(visit), request: describeRequest(request, visit, open.route) }
    return runHandler(options, open, visit, context as unknown as RouteContext)
  }
  const { transaction } = open.route.options
  const { ended } = visit
  const timer = setTimeout(() => ended.abort(handlerTimedOut(open.route.id, timeoutMs)), timeoutMs)
  const terms = { transaction, signal: ended.signal }
  const run = open.route.options.replica ? readFromReplica : runOnPrimary
  const outcome = await run(options, visit, { admit, work, terms }).finally(() => clearTimeout(timer))
  if ('finish' in outcome) return outcome.finish()
  return 'kind' in outcome ? writeReply(options, visit, outcome) : outcome
}

interface RequestSteps<Result> {
  /** Finds out who asks, for which tenant, and whether they may. */
  readonly admit: () => Promise<void>
  /** Does what is asked, after admitting whoever has not been. */
  readonly work: () => Promise<Result>
  readonly terms: RequestWork
}

async function runOnPrimary<Result>(
  { runUnitOfWork, replicas }: HttpOptions,
  { scope, setCookies }: Visit,
  { work, terms }: RequestSteps<Result>,
): Promise<Result> {
  const outcome = await runUnitOfWork(scope, work, terms)
  const mark = scope.readOnly ? undefined : await replicas?.markWrite()
  if (mark !== undefined) setCookies.push(mark)
  return outcome
}

/** Who asks, and what they may, is looked up on the primary: there it holds at once. */
async function readFromReplica<Result>(
  options: HttpOptions,
  visit: Visit,
  steps: RequestSteps<Result>,
): Promise<Result> {
  const { replicas } = options
  if (replicas === undefined || !visit.scope.readOnly) return runOnPrimary(options, visit, steps)
  await options.runUnitOfWork(visit.scope, steps.admit, steps.terms)
  return replicas.read(visit.scope, steps.work, steps.terms, visit.cookies)
}

/** Hands an answer to Fastify, with the cookies that the visit collected. */
export function sendAnswer(reply: FastifyReply, visit: Visit, answer: Answer): FastifyReply {
  visit.answered = true
  if (visit.setCookies.length > 0) reply.header('set-cookie', visit.setCookies)
  return reply.code(answer.status).headers(answer.headers).send(answer.body)
}

function matchOf(visit: Visit): RouteMatch {
  if (!visit.match) throw new TypeError('A request reached its handler without a route.')
  return visit.match
}

function describeViewer({ viewer, tenant }: Visit): Pick<RouteContext, 'may' | 'tenant'> & { user: unknown } {
  return { user: viewer.identity, tenant, may: (permission) => viewer.permissions.has(permission.name) }
}

function describeRequest(request: FastifyRequest, visit: Visit, route: AnyRoute): RequestFacts {
  return {
    id: visit.scope.id,
    method: visit.method,
    url: visit.url,
    headers: visit.headers,
    cookies: visit.cookies,
    ip: request.ip,
    sessionId: visit.viewer.sessionId,
    signal: visit.ended.signal,
    setCookie(header) {
      if (visit.answered) throw answeredTwice(route.id)
      visit.setCookies.push(header)
    },
  }
}

/** Runs the handler; a page's props are resolved at once, since their closures query within the same transaction. */
async function runHandler(
  options: HttpOptions,
  { route, handle }: OpenRoute,
  visit: Visit,
  context: RouteContext,
): Promise<PreparedPage | Reply> {
  const result: unknown = await handle(context)
  if (isReply(result)) return result.kind === 'page' ? options.pages.prepare(visit, result) : result
  if (route.options.response) return checkResponse(route, result)
  throw handlerAnsweredNothing(route.id, result === undefined ? 'nothing' : `a ${typeof result} that is no reply`)
}

const replyKinds: ReadonlySet<unknown> = new Set(['page', 'redirect', 'json', 'empty'])

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value && replyKinds.has(value.kind)
}

/** Projects an API answer by its schema, so that no undeclared column leaves the app. */
function checkResponse(route: AnyRoute, value: unknown): JsonReply {
  const result = route.options.response?.safeParse(value)
  if (!result?.success) {
    if (result) throw responseBreaksSchema(route.id, result.error)
    throw new TypeError(`Route "${route.id}" has no response schema.`)
  }
  return { kind: 'json', status: 200, value: result.data }
}

const jsonHeaders = Object.freeze({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
const noHeaders = Object.freeze({})

function writeReply(options: HttpOptions, visit: Visit, reply: Reply): Answer | Promise<Answer> {
  switch (reply.kind) {
    case 'redirect':
      return options.pages.redirect(visit, reply as RedirectReply)
    case 'json': {
      const { status, value } = reply as JsonReply
      return { status, headers: jsonHeaders, body: JSON.stringify(value) }
    }
    case 'empty':
      return { status: 204, headers: noHeaders, body: undefined }
    default:
      throw new AshlarError('ASH231', 500, `A reply of kind "${reply.kind}" cannot be sent.`)
  }
}
