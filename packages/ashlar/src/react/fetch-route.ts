import type { CompileProblem } from '../contract/errors.ts'
import type { AnyRoute, Href, ResponseOf } from '../contract/routes.ts'
import { routeNotAnswered } from './errors.ts'

/** A route that a page can read, or a sentence saying why it is none. */
export type ReadableRoute<R extends AnyRoute> = R['method'] extends 'GET'
  ? R['options'] extends { readonly response: object }
    ? R
    : CompileProblem<'This route answers with a page: use Link, or declare a response to read it as data.'>
  : CompileProblem<'fetchRoute() only reads: use useForm() or useAction() for a route that acts.'>

/** What a route is called with for its address. */
type AddressValues<R extends AnyRoute> = R extends (...values: infer Values) => Href ? Values : never

/**
 * Reads an API route beside the page that is shown, such as what fits the text a person types.
 *
 * The answer is what the route's schema lets through on the server.
 *
 * @throws ASH703 when the server cannot be reached or refuses.
 *
 * @example
 * const found = await fetchRoute(routes.findProducts, { query: { search: 'ink' } })
 */
export async function fetchRoute<R extends AnyRoute>(
  route: R & ReadableRoute<R>,
  ...values: AddressValues<R>
): Promise<ResponseOf<R>> {
  const writeAddress = route as unknown as (...values: AddressValues<R>) => string
  const answer = await fetch(writeAddress(...values), { headers: { accept: 'application/json' } }).catch(
    (cause: unknown) => {
      throw routeNotAnswered(route.id, { cause })
    },
  )
  if (!answer.ok) throw routeNotAnswered(route.id, { status: answer.status })
  return (await answer.json()) as ResponseOf<R>
}
