/** Every error that publishing and delivering events can raise. Messages name events, modules and handlers; never payloads. */
import { AshlarError } from '../contract/errors.ts'

export function publishedOutside(module: string, event: string): AshlarError {
  return new AshlarError(
    'ASH480',
    500,
    `Module "${module}" published "${event}" outside of a request, job, command or test, or after its transaction had ended. Publish where a unit of work is open, and await what leads there.`,
    { details: { module, event } },
  )
}

export function publishedWhileReading(module: string, event: string): AshlarError {
  return new AshlarError(
    'ASH481',
    500,
    `Module "${module}" published "${event}" on a GET, which cannot write. Publish from a route that may, or within bookkeeping().`,
    { details: { module, event } },
  )
}

export function payloadInvalid(event: string, reason: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH482',
    500,
    `The payload of "${event}" does not fit its schema: ${reason}. Correct what is published, or the schema in the contract.`,
    { details: { event }, cause },
  )
}

/** A handler that listens during() said no. The answer has the status of its reason. */
export function eventRefused(event: string, module: string, handler: string, cause: AshlarError): AshlarError {
  return new AshlarError('ASH483', cause.status, `Module "${module}" refuses "${event}": ${cause.sentence}`, {
    details: { event, module, handler, code: cause.code, ...cause.details },
    cause,
  })
}

export function duringFailed(event: string, module: string, handler: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH484',
    500,
    `"${event}" could not be published, because the handler "${handler}" of module "${module}" failed: ${reasonOf(cause)}. Correct the handler.`,
    { details: { event, module, handler }, cause },
  )
}

export function chainTooLong(event: string, limit: number): AshlarError {
  return new AshlarError(
    'ASH485',
    500,
    `"${event}" would be the event number ${limit + 1} in a chain in which each was published by a handler of the one before. Look for handlers that set each other off.`,
    { details: { event, limit } },
  )
}

export function keyInvalid(event: string, limit: number): AshlarError {
  return new AshlarError(
    'ASH486',
    500,
    `"${event}" was published with a key that is empty or longer than ${limit} characters. Use the id of the aggregate it is about.`,
    { details: { event, limit } },
  )
}

export function eventNotDeclared(module: string, event: string): AshlarError {
  return new AshlarError(
    'ASH487',
    500,
    `Module "${module}" published "${event}", which its definition does not list. Add the event to publishes.`,
    { details: { module, event } },
  )
}

export function payloadUnreadable(event: string, version: number, reason: string): AshlarError {
  return new AshlarError(
    'ASH488',
    500,
    `The payload of "${event}", version ${version}, does not fit its schema any more: ${reason}. Let the schema take what was published, then retry.`,
    { details: { event, version } },
  )
}

export function eventSpoilt(event: string): AshlarError {
  return new AshlarError(
    'ASH970',
    500,
    `What is kept of who published "${event}" is not as the framework wrote it, so it cannot be delivered. Mend the row in ashlar.event, then retry; or discard it.`,
    { details: { event } },
  )
}

export function payloadVersionUnknown(event: string, version: number, known: readonly number[]): AshlarError {
  return new AshlarError(
    'ASH489',
    500,
    `"${event}" was published in version ${version}, and the contract here knows ${known.join(', ')}. Install the module that published it, or declare the version in the event.`,
    { details: { event, version, known } },
  )
}

export function handlerTimedOut(handler: string, timeoutMs: number): AshlarError {
  return new AshlarError(
    'ASH495',
    500,
    `The handler "${handler}" did not end within ${timeoutMs} ms. Make it faster, or give it a longer timeoutMs.`,
    { details: { handler, timeoutMs } },
  )
}

export function handlerInterrupted(handler: string, tries: number): AshlarError {
  return new AshlarError(
    'ASH496',
    500,
    `The handler "${handler}" was begun ${tries} times and never ended: each time its process or connection did. Look for what ends it, then retry.`,
    { details: { handler, tries } },
  )
}

export function eventNotFound(id: string): AshlarError {
  return new AshlarError('ASH497', 404, `There is no event ${id}. List those there are with ashlar events list.`, {
    details: { id },
  })
}

export function handlerUnknown(handler: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH498',
    404,
    `No installed module has the handler "${handler}", and nothing waits for it. The handlers are ${known.join(', ') || 'none'}.`,
    { details: { handler, known } },
  )
}

export function relayMissing(patterns: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH499',
    500,
    `events.relay in app.config.ts names ${patterns.join(', ')}, but no module that is on offers "event-relay". Install one that does, or remove the line.`,
    { details: { patterns } },
  )
}

/** What a person is told of a failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof AshlarError) return error.sentence.replace(/\.$/, '')
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** Every error of this folder, by name. */
export const eventErrors = {
  publishedOutside,
  publishedWhileReading,
  payloadInvalid,
  eventRefused,
  duringFailed,
  chainTooLong,
  keyInvalid,
  eventNotDeclared,
  payloadUnreadable,
  payloadVersionUnknown,
  handlerTimedOut,
  handlerInterrupted,
  eventNotFound,
  handlerUnknown,
  relayMissing,
}
