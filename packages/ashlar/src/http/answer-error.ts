/** Turns whatever went wrong into an answer: a page inside the shell for people, problem details for programs. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AshlarError } from '../contract/errors.ts'
import { noteViewer, openVisit } from './admit-request.ts'
import { sendAnswer } from './answer-request.ts'
import {
  bodyTooLarge,
  malformedBody,
  malformedRequest,
  shuttingDown,
  unsupportedContentType,
  withFields,
} from './errors.ts'
import type { HttpOptions } from './http-app.ts'
import { createProblem } from './problem.ts'
import { type Answer, type Visit, wantsPage } from './visit.ts'

/** Answers a request that failed. Never raises: what cannot be shown as a page is sent as problem details. */
export async function answerError(
  options: HttpOptions,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const visit = request.visit ?? openVisit(request)
  const error = toAshlarError(thrown, request, options)
  if (error.status >= 500) request.log.error({ err: thrown, code: error.code }, error.sentence)
  const shown = error.isPublic || options.tellFailures ? error : withoutInside(error)
  if (visit.left) return sendAnswer(reply, visit, createProblem(shown, visit.scope.id))
  addErrorHeaders(reply, error)
  try {
    if (!visit.identified && wantsPage(visit)) {
      const { cookies, headers } = visit
      noteViewer(visit, await options.identifyAlone({ cookies, authorization: headers.authorization }))
    }
    return sendAnswer(reply, visit, await chooseAnswer(options, visit, shown))
  } catch (failure) {
    request.log.error({ err: failure }, 'An error could not be shown as a page; problem details were sent instead.')
    return sendAnswer(reply, visit, createProblem(shown, visit.scope.id))
  }
}

async function chooseAnswer(options: HttpOptions, visit: Visit, error: AshlarError): Promise<Answer> {
  const fields = fieldsOf(error)
  const written = fields && options.pages.writeFields(visit, fields)
  const rehearsal = written && options.pages.answerPrecognition(visit, written)
  if (rehearsal) return rehearsal
  const told = written ? withFields(error, written) : error
  if (!wantsPage(visit)) return createProblem(told, visit.scope.id, written)
  if (fields && !visit.scope.readOnly)
    return options.pages.redirect(visit, { kind: 'redirect', location: undefined, errors: fields })
  if (error.status === 401) {
    const signIn = await options.signInPath(visit.scope.readOnly ? visit.url : '/')
    if (signIn) return options.pages.redirect(visit, { kind: 'redirect', location: signIn })
  }
  if (error.code === 'ASH244' && visit.tenants) {
    const { choose } = visit.tenants.paths
    const query = visit.scope.readOnly ? `?${new URLSearchParams({ returnTo: visit.url })}` : ''
    return options.pages.redirect(visit, { kind: 'redirect', location: `${choose}${query}` })
  }
  return options.pages.showError(visit, told)
}

/** What a form is told of its fields: that they do not fit, or that what they rest on has changed meanwhile. */
export function fieldsOf({ status, details }: AshlarError): Readonly<Record<string, string>> | undefined {
  const isAboutForm = status === 422 || status === 409
  return isAboutForm ? (details.fields as Readonly<Record<string, string>> | undefined) : undefined
}

function addErrorHeaders(reply: FastifyReply, error: AshlarError): void {
  if (error.status === 503) reply.header('retry-after', '1')
  if (error.status === 405) reply.header('allow', (error.details.allowed as readonly string[]).join(', '))
}

/** The Fastify errors that a request can cause, in our words. Source: Fastify's reference, "Errors". */
function toAshlarError(thrown: unknown, request: FastifyRequest, options: HttpOptions): AshlarError {
  if (thrown instanceof AshlarError) return thrown
  const { code, statusCode, message } = thrown as { code?: string; statusCode?: number; message?: string }
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unsupportedContentType(request.headers['content-type'])
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return bodyTooLarge(options.bodyLimitBytes)
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return malformedBody('it is empty.')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return malformedBody('it is not JSON.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return malformedBody('its length is not the announced one.')
    case 'FST_ERR_BAD_URL':
      return malformedRequest('its address holds a % that begins no character.')
    case 'FST_ERR_REOPENED_CLOSE_SERVER':
      return shuttingDown()
    default:
      if (thrown instanceof SyntaxError && statusCode === 400) return malformedBody('it is not JSON.')
      if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
        return malformedRequest(message ?? 'it is malformed.')
      return unexpected(thrown)
  }
}

/** A defect: the answer says no more than that there is one, and the log has the rest under the request id. */
function unexpected(cause: unknown): AshlarError {
  return new AshlarError(
    'ASH239',
    500,
    'Something went wrong on our side. Nothing was changed. Try again, or report the request id.',
    { cause, isPublic: true },
  )
}

/** What a visitor may know of a failure that is none of theirs: its code. The log has the rest under the request id. */
function withoutInside({ code, status }: AshlarError): AshlarError {
  const sentence =
    status === 503
      ? 'The app cannot answer at the moment. Try again soon.'
      : 'Something went wrong on our side. Try again, or report the request id.'
  return new AshlarError(code, status, sentence)
}
