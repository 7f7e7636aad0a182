/** Every error that the HTTP layer can raise. */
import type { z } from 'zod'
import { AshlarError } from '../contract/errors.ts'

export function pageNotFound(path: string): AshlarError {
  return new AshlarError('ASH220', 404, `There is nothing at ${path}.`, { details: { path } })
}

export function methodNotAllowed(method: string, path: string, allowed: readonly string[]): AshlarError {
  return new AshlarError('ASH221', 405, `${path} does not answer ${method}; it answers ${allowed.join(', ')}.`, {
    details: { method, path, allowed },
  })
}

export function signInRequired(path: string): AshlarError {
  return new AshlarError('ASH222', 401, `${path} is for signed-in users. Sign in, then try again.`, {
    details: { path },
  })
}

export function permissionDenied(path: string, permission: string): AshlarError {
  return new AshlarError(
    'ASH223',
    403,
    `Your account may not use ${path}: it needs the permission "${permission}". Ask an administrator for it.`,
    { details: { path, permission } },
  )
}

export function crossSiteRequest(path: string): AshlarError {
  return new AshlarError(
    'ASH224',
    403,
    `A request from another site tried to change something at ${path}. Open this app and do it there.`,
    { details: { path } },
  )
}

/** The input of a request breaks its schema; `fields` has the first message of each field. */
export function invalidInput(part: string, fields: Readonly<Record<string, string>>): AshlarError {
  const named = Object.entries(fields)
    .map(([field, message]) => (field === '' ? message : `${field}: ${message}`))
    .join('; ')
  return new AshlarError('ASH225', 422, `The ${part} cannot be accepted. ${named}`, { details: { part, fields } })
}

/** The same refusal with other messages for its fields: an action may have named them by locale keys. */
export function withFields(error: AshlarError, fields: Readonly<Record<string, string>>): AshlarError {
  return error.code === 'ASH225' ? invalidInput(String(error.details.part), fields) : error
}

export function malformedBody(reason: string): AshlarError {
  return new AshlarError('ASH226', 400, `The body cannot be read: ${reason} Send well-formed JSON, or a form.`)
}

export function unsupportedContentType(contentType: string | undefined): AshlarError {
  const body = contentType ? `A body of type "${contentType}"` : 'A body without a type'
  return new AshlarError('ASH227', 415, `${body} is not taken here. Send it as application/json, or as a form.`, {
    details: { contentType },
  })
}

export function bodyTooLarge(limitBytes: number): AshlarError {
  return new AshlarError(
    'ASH228',
    413,
    `The body is larger than the ${limitBytes} bytes that are taken here. Send less.`,
    {
      details: { limitBytes },
    },
  )
}

export function malformedRequest(reason: string): AshlarError {
  return new AshlarError('ASH229', 400, `The request cannot be read: ${reason}`)
}

export function headersTooLarge(limitBytes: number): AshlarError {
  return new AshlarError(
    'ASH242',
    431,
    `The headers of the request are larger than the ${limitBytes} bytes that are taken. Send fewer, or clear the cookies of this site.`,
    { details: { limitBytes } },
  )
}

export function requestTooSlow(): AshlarError {
  return new AshlarError('ASH243', 408, 'The request did not arrive in time. Send it again.')
}

export function handlerTimedOut(route: string, timeoutMs: number): AshlarError {
  return new AshlarError(
    'ASH230',
    503,
    `The route "${route}" gave no answer within ${timeoutMs} ms; what it had begun was undone. Try again, or raise its timeoutMs.`,
    { details: { route, timeoutMs } },
  )
}

/** Nobody reads the answer; the log has the code. */
export function clientLeft(): AshlarError {
  return new AshlarError('ASH581', 499, 'The client left before its answer. Nothing was changed.')
}

export function handlerAnsweredNothing(route: string, received: string): AshlarError {
  return new AshlarError(
    'ASH231',
    500,
    `The handler of "${route}" returned ${received}. Return render(…), redirect(…), noContent() or, for a route with a response schema, its value.`,
    { details: { route } },
  )
}

export function answeredTwice(route: string): AshlarError {
  return new AshlarError(
    'ASH232',
    500,
    `The handler of "${route}" went on to set a cookie after its answer was sent. Await all work before returning.`,
    { details: { route } },
  )
}

export function responseBreaksSchema(route: string, error: z.ZodError): AshlarError {
  return new AshlarError(
    'ASH233',
    500,
    `The handler of "${route}" returned a value that breaks its response schema. Return what the contract declares, or change the contract.`,
    { details: { route, issues: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) } },
  )
}

export function shuttingDown(): AshlarError {
  return new AshlarError('ASH234', 503, 'The server is stopping. Try again in a moment.')
}

export function pluginRouteWithoutAccess(module: string, method: string, path: string): AshlarError {
  return new AshlarError(
    'ASH236',
    500,
    `The Fastify plugin of module "${module}" adds ${method} ${path} without saying who may use it. Add config: { can: anyone }, signedIn or a permission to the route.`,
    { details: { module, method, path } },
  )
}

export function metricsRefused(): AshlarError {
  return new AshlarError(
    'ASH586',
    401,
    'Metrics are for a collector that sends "Authorization: Bearer" with METRICS_TOKEN.',
  )
}

/** Something that a request names does not exist, or not for this user. */
export function notFound(what: string): AshlarError {
  return new AshlarError('ASH237', 404, `There is no such ${what}. It may have been removed.`, { details: { what } })
}

/** An action refuses a form for a reason that no schema can know, such as a name that is taken. */
export function invalidFields(fields: Readonly<Record<string, string>>): AshlarError {
  return invalidInput('form', fields)
}

export function tenantUnknown(slug: string): AshlarError {
  return new AshlarError('ASH238', 404, `There is no "${slug}" here. Look at the address.`, { details: { slug } })
}

export function notOfTenant(name: string): AshlarError {
  return new AshlarError('ASH241', 403, `You do not belong to "${name}". Ask somebody there to invite you.`, {
    details: { tenant: name },
  })
}

/** Somebody is signed in, and nothing says which of their tenants they work for. @param memberships how many they have. */
export function tenantNeeded(memberships: number): AshlarError {
  const reason =
    memberships === 0
      ? 'You belong to no tenant yet. Ask an administrator to add you to one.'
      : `You belong to ${memberships} tenants. Choose the one to work for, or name it in the X-Tenant header.`
  return new AshlarError('ASH244', 403, reason, { details: { memberships } })
}

/**
 * Something was entered on a page for one tenant, and the session works for another by now.
 *
 * @param ofRow whether it is about something that is there already, which the other tenant does not have.
 */
export function tenantSwitched(name: string, ofRow: boolean): AshlarError {
  const remedy = ofRow ? 'switch back, and send it again' : 'send it again to keep it there, or switch back first'
  const sentence = `You work for "${name}" by now, and this was entered for another tenant. Nothing was saved: ${remedy}.`
  const fields = { '': ofRow ? 'ui:tenant.switchedWithRow' : 'ui:tenant.switched' }
  return new AshlarError('ASH245', 409, sentence, { details: { tenant: name, fields } })
}

export function tenantSuspended(name: string): AshlarError {
  return new AshlarError('ASH240', 403, `"${name}" is suspended for now. Ask its administrator.`, {
    details: { tenant: name },
  })
}
