/** Every error that the page protocol can raise. */
import { AshlarError } from '../contract/errors.ts'

/** What is wrong with a prop, and where inside it. Never holds the value itself. */
export interface PropProblem {
  readonly path: string
  readonly message: string
}

/** A prop's value is not what the page declares. */
export function propBreaksSchema(page: string, problems: readonly PropProblem[], cause?: unknown): AshlarError {
  const listed = problems.map(({ path, message }) => `"${path}": ${message}`).join('; ')
  return new AshlarError(
    'ASH300',
    500,
    `The props of page "${page}" do not fit its declaration. ${listed}. Give what the page declares, or change its schema in the module's contract.`,
    { details: { page, problems }, cause },
  )
}

/** A handler gave a prop that its page does not declare. Raised only where props are checked in full. */
export function propNotDeclared(page: string, prop: string): AshlarError {
  return new AshlarError(
    'ASH301',
    500,
    `The prop "${prop}" is not declared by page "${page}" and would not reach the browser. Declare it in the page's schema, or leave it out.`,
    { details: { page, prop } },
  )
}

/** A handler left out a prop that its page declares as required. Raised only where props are checked in full. */
export function propMissing(page: string, prop: string): AshlarError {
  return new AshlarError(
    'ASH302',
    500,
    `Page "${page}" declares the prop "${prop}", and the handler did not give it. Give it, or declare it with .optional().`,
    { details: { page, prop } },
  )
}

/** A page declares a prop that has no form as JSON, such as a date or a map. */
export function propNotTransportable(page: string, prop: string, schemaKind: string): AshlarError {
  return new AshlarError(
    'ASH303',
    500,
    `The prop "${prop}" of page "${page}" is declared with a schema of kind "${schemaKind}", which JSON cannot carry to the browser. ${remedyFor(schemaKind)}`,
    { details: { page, prop, schemaKind } },
  )
}

/** Raw JSON holds keys that its prop does not declare; they would reach the browser. Raised only where props are checked in full. */
export function rawJsonNotProjected(page: string, prop: string): AshlarError {
  return new AshlarError(
    'ASH304',
    500,
    `The raw JSON of prop "${prop}" of page "${page}" holds keys that the page does not declare, and raw JSON is sent as it stands. Leave them out of the text, or declare them.`,
    { details: { page, prop } },
  )
}

/** A scroll prop has a value that does not say where it stands in its list. */
export function scrollWithoutCursor(page: string, prop: string): AshlarError {
  return new AshlarError(
    'ASH305',
    500,
    `The scroll prop "${prop}" of page "${page}" has no "page", "perPage" and "total" to tell its place in the list. Give it the form of paged(), or pass a cursor option to scroll().`,
    { details: { page, prop } },
  )
}

/** A redirect leads to an address that no browser may be sent to, such as a `javascript:` one. */
export function unsafeRedirect(scheme: string): AshlarError {
  return new AshlarError(
    'ASH306',
    500,
    `A redirect to an address that begins with "${scheme}" was refused: it could run code in the page. Redirect to a path of the app or to an http(s) address.`,
    { details: { scheme } },
  )
}

/** A page could not be rendered on the server. Raised only where that must not pass unnoticed. */
export function renderFailed(page: string, cause: unknown): AshlarError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AshlarError(
    'ASH307',
    500,
    `Page "${page}" failed to render on the server: ${reason}. Move what needs a browser into an effect, or switch server rendering off for this page.`,
    { details: { page }, cause },
  )
}

/** A redirect leads to another site, and nobody said that it may. The address is not told: a sender may have chosen it. */
export function redirectElsewhere(): AshlarError {
  return new AshlarError(
    'ASH308',
    500,
    "A redirect to another site was refused: the address may be one that a stranger chose. Redirect to a path of the app, or add { external: true } when the address is the app's own choice.",
  )
}

function remedyFor(schemaKind: string): string {
  switch (schemaKind) {
    case 'date':
      return 'Declare z.iso.datetime() and give the date as text.'
    case 'bigint':
      return 'Declare z.string() and give the number as digits.'
    case 'map':
      return 'Declare a record.'
    case 'set':
      return 'Declare an array.'
    case 'transform':
      return 'Nothing is known of what a transform gives out: pipe it into a schema that says so.'
    default:
      return 'Declare a value that JSON knows.'
  }
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const inertiaErrors = {
  propBreaksSchema,
  propNotDeclared,
  propMissing,
  propNotTransportable,
  rawJsonNotProjected,
  scrollWithoutCursor,
  unsafeRedirect,
  renderFailed,
  redirectElsewhere,
}
