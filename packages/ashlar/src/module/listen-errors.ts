/** Every error that holding the events of modules against each other can raise. */
import { AshlarError } from '../contract/errors.ts'

export function eventUnknown(module: string, listener: string, event: string, publisher: string): AshlarError {
  return new AshlarError(
    'ASH490',
    500,
    `Module "${module}" listens to "${event}" (as "${listener}"), which module "${publisher}" does not publish. Correct the name, or add the event to publishes in the definition of "${publisher}".`,
    { details: { module, listener, event, publisher } },
  )
}

export function publisherMissing(module: string, listener: string, event: string, publisher: string): AshlarError {
  return new AshlarError(
    'ASH491',
    500,
    `Module "${module}" listens to "${event}" (as "${listener}"), but no module "${publisher}" is on. Install it, switch it on in app.config.ts, or listen with { optional: true }.`,
    { details: { module, listener, event, publisher } },
  )
}

export function eventVersionUnknown(
  module: string,
  listener: string,
  event: string,
  version: number,
  known: readonly number[],
): AshlarError {
  return new AshlarError(
    'ASH492',
    500,
    `Module "${module}" listens to version ${version} of "${event}" (as "${listener}"), which has the versions ${known.toSorted((one, other) => one - other).join(', ')}. Let its handler take one of those, or add the version to the event.`,
    { details: { module, listener, event, version, known } },
  )
}

export function eventDeclaredTwice(module: string, event: string): AshlarError {
  return new AshlarError(
    'ASH493',
    500,
    `Module "${module}" publishes "${event}" more than once. Keep one declaration, and tell its older payloads under versions.`,
    { details: { module, event } },
  )
}

export function listenerNameInvalid(module: string, name: string): AshlarError {
  return new AshlarError(
    'ASH494',
    500,
    `Module "${module}" listens under the name "${name}". Use letters, digits, hyphens and underscores, starting with a letter, at most 80: the name stands in the database.`,
    { details: { module, name } },
  )
}

/** Every error of this file, by name. */
export const listenErrors = {
  eventUnknown,
  publisherMissing,
  eventVersionUnknown,
  eventDeclaredTwice,
  listenerNameInvalid,
}

export function timeCannotBeRefused(module: string, listener: string, event: string): AshlarError {
  return new AshlarError(
    'ASH584',
    500,
    `Module "${module}" listens to "${event}" with during() (as "${listener}"), but that time has passed cannot be refused. Listen with after().`,
    { details: { module, listener, event } },
  )
}
