/** The messages of forms, as pages receive them. */

/** Messages by field: one, or several of which the first tells most. */
export type Errors = Readonly<Record<string, string | readonly string[]>>

const none: Errors = Object.freeze({})

/**
 * The `errors` prop: one message a field unless all are wanted, below the name of the form that asked for a bag.
 *
 * A page without errors has an empty object, whatever the bag.
 * Source: the client's `requestParams.ts`, header `X-Inertia-Error-Bag`.
 */
export function selectErrors(
  errors: Errors | undefined,
  bag: string | undefined,
  all: boolean,
): Readonly<Record<string, unknown>> {
  if (!errors || Object.keys(errors).length === 0) return none
  const messages = Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [field, all ? [message].flat() : [message].flat()[0]]),
  )
  return bag === undefined ? messages : { [bag]: messages }
}
