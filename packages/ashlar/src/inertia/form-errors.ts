/** The messages of a form: which the browser gets, and under which name. */

/** Messages by field: one, or several of which the first is the most telling. */
export type Errors = Readonly<Record<string, string | readonly string[]>>

/** The `errors` prop of a page: always an object, below the name of a bag when the form asked for one. */
export type ErrorProp = Readonly<Record<string, unknown>>

const noErrors: ErrorProp = Object.freeze({})

/** The `errors` prop for the errors at hand. A page without any has an empty one, whatever the bag. */
export function selectErrors(errors: Errors | undefined, bag: string | undefined, all: boolean): ErrorProp {
  if (!errors || Object.keys(errors).length === 0) return noErrors
  const selected = all ? listMessages(errors) : firstMessages(errors)
  return bag === undefined ? selected : { [bag]: selected }
}

/** The first message of each field. */
export function firstMessages(errors: Errors): Readonly<Record<string, string>> {
  return mapMessages(errors, (messages) => messages[0] ?? '')
}

function listMessages(errors: Errors): Readonly<Record<string, readonly string[]>> {
  return mapMessages(errors, (messages) => messages)
}

function mapMessages<Result>(errors: Errors, change: (messages: readonly string[]) => Result): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [
      field,
      change(typeof message === 'string' ? [message] : message),
    ]),
  )
}
