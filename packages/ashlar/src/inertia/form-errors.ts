/** The messages of forms, as pages receive them. */

/** Messages by field: one, or all of them. */
export type Errors = Readonly<Record<string, string | readonly string[]>>

const none: Errors = Object.freeze({})

/**
 * The errors of a page: one message a field unless all are wanted, below the name of the form that asked for a bag.
 *
 * Source: the client's `requestParams.ts`, header `X-Inertia-Error-Bag`.
 */
export function selectErrors(
  errors: Errors | undefined,
  bag: string | undefined,
  all: boolean,
): Readonly<Record<string, unknown>> {
  if (!errors) return none
  const messages = Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [field, all ? [message].flat() : [message].flat()[0]]),
  )
  return bag === undefined || Object.keys(messages).length === 0 ? messages : { [bag]: messages }
}
