/** What a route needs to be called from a page. */
import type { CompileProblem } from '../contract/errors.ts'
import type { AnyRoute, PathParam, Route, RouteDeclaration } from '../contract/routes.ts'

/** The path parameters of a route, as `params`; a route without any takes none. */
export type ParamsNeeded<R extends AnyRoute> =
  R extends Route<infer D extends RouteDeclaration>
    ? [PathParam<D['path']>] extends [never]
      ? { readonly params?: undefined }
      : { readonly params: { readonly [Name in PathParam<D['path']>]: string | number } }
    : never

/** A route that a form can be sent to, or a sentence saying why it is none. */
export type FormRoute<R extends AnyRoute> = R['method'] extends 'GET'
  ? CompileProblem<'A form is sent to a route that acts: declare it with post(), put(), patch() or del(). For a GET route use Link.'>
  : R['options'] extends { readonly body: object }
    ? R
    : CompileProblem<'This route takes no body, so no form belongs to it: use useAction(), or declare a body.'>

/** A route that an action can be sent to, or a sentence saying why it is none. */
export type ActionRoute<R extends AnyRoute> = R['method'] extends 'GET'
  ? CompileProblem<'A GET route shows something and does nothing: use Link.'>
  : R

/** The address of a route with its parameters filled in. */
export function addressOf(route: AnyRoute, params: Readonly<Record<string, string | number>> | undefined): string {
  return (route as unknown as (values?: Readonly<Record<string, string | number>>) => string)(params)
}

/** The method as Inertia's router writes it. */
export function verbOf(route: AnyRoute): 'get' | 'post' | 'put' | 'patch' | 'delete' {
  return route.method.toLowerCase() as Lowercase<AnyRoute['method']>
}
