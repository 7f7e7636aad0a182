import type { z } from 'zod'
import type { Access } from './access.ts'
import type { CompileProblem } from './errors.ts'
import type { FlagDeclaration } from './flags.ts'
import type { TransactionOptions } from './transactions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

declare const hrefMethod: unique symbol

/** The address of a route, as it stands in a link. Made by calling a route, so that it cannot point nowhere. */
export type Href<M extends Method = Method> = string & { readonly [hrefMethod]: M }

/** The names of the `:params` of a path. */
export type PathParam<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? PathParam<Head> | PathParam<Tail>
  : Path extends `:${infer Name}`
    ? Name
    : never

type ParamSchemas<Path extends string> = { readonly [Name in PathParam<Path>]?: z.ZodType }

/** What a route accepts and answers, besides its path. */
export interface RouteOptions<Path extends string = string> {
  /** Who may use it: `anyone`, `signedIn` or a permission. */
  readonly can: Access
  /** The feature it belongs to: for whom that is off, the route is not there. */
  readonly flag?: FlagDeclaration
  /** Schemas of path parameters; one without a schema is a string. A value that does not fit answers 404. */
  readonly params?: ParamSchemas<Path>
  /** Schema of the query string. A value that does not fit answers 422, or its `.catch()`. */
  readonly query?: z.ZodObject
  /** Schema of the body; unknown fields are refused. */
  readonly body?: z.ZodType
  /** Schema of the JSON answer. A route that has one belongs to the API and stands in the OpenAPI document. */
  readonly response?: z.ZodType
  /** What it does, in a few words, for the OpenAPI document. */
  readonly summary?: string
  /** The largest body it takes, in bytes. @default 1048576 */
  readonly bodyLimitBytes?: number
  /** How long it may take before the answer is 503, all its tries together, in milliseconds. @default 30000 */
  readonly timeoutMs?: number
  /** How its transaction is kept apart from others, and how long it waits. */
  readonly transaction?: TransactionOptions
  /**
   * Whether a `GET` may be answered from a replica, which is a moment behind. Who has just written something sees it all the same.
   * @default false
   */
  readonly replica?: boolean
}

type ReadingRouteOptions<Path extends string> = RouteOptions<Path> & {
  readonly body?: CompileProblem<'A GET route takes no body: declare a query, or use post().'>
}

/** A route before it knows its module. */
export interface RouteDeclaration<
  M extends Method = Method,
  Path extends string = string,
  Options extends RouteOptions = RouteOptions,
> {
  readonly method: M
  readonly path: Path
  readonly options: Options
}

type HrefQuery<Options extends RouteOptions> = Options extends { readonly query: infer Query extends z.ZodObject }
  ? { readonly query?: Partial<z.input<Query>> }
  : { readonly query?: Readonly<Record<string, never>> }

type HrefParams<Path extends string> = { readonly [Name in PathParam<Path>]: string | number }

type HrefArguments<D extends RouteDeclaration> = [PathParam<D['path']>] extends [never]
  ? [values?: HrefQuery<D['options']>]
  : [values: HrefParams<D['path']> & HrefQuery<D['options']>]

/** A route of a module. Call it for its address; read its schemas to parse what comes in. */
export interface Route<D extends RouteDeclaration = RouteDeclaration> {
  (...values: HrefArguments<D>): Href<D['method']>
  readonly kind: 'route'
  readonly module: string
  /** `module.key`, as in `billing.show`. */
  readonly id: string
  readonly method: D['method']
  /** The whole path, the module's prefix included, with `:params`. */
  readonly path: string
  readonly options: D['options']
}

/** The routes of one module. */
export type Routes = Readonly<Record<string, AnyRoute>>

/** A route of which nothing more is known: what a table of routes holds. */
export interface AnyRoute {
  readonly kind: 'route'
  readonly module: string
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly options: RouteOptions
}

/** The path parameters a handler receives, parsed. */
export type ParamsOf<R extends AnyRoute> =
  R extends Route<infer D>
    ? {
        readonly [Name in PathParam<D['path']>]: D['options'] extends {
          readonly params: { readonly [Key in Name]: infer Schema extends z.ZodType }
        }
          ? z.output<Schema>
          : string
      }
    : never

/** The query a handler receives, parsed. */
export type QueryOf<R extends AnyRoute> = R['options'] extends { readonly query: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : Readonly<Record<never, never>>

/** The body a handler receives, parsed. */
export type BodyOf<R extends AnyRoute> = R['options'] extends { readonly body: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined

/** The body a form or client sends, before parsing. */
export type BodyInputOf<R extends AnyRoute> = R['options'] extends { readonly body: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : undefined

/** What an API route answers. */
export type ResponseOf<R extends AnyRoute> = R['options'] extends {
  readonly response: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : never

function declare<M extends Method>(method: M) {
  return <const Path extends `/${string}`, const Options extends RouteOptions<Path>>(
    path: Path,
    options: Options,
  ): RouteDeclaration<M, Path, Options> => ({ method, path, options })
}

/** Declares a route that reads. It runs in a read-only transaction: it cannot write. */
export function get<const Path extends `/${string}`, const Options extends ReadingRouteOptions<Path>>(
  path: Path,
  options: Options,
): RouteDeclaration<'GET', Path, Options> {
  return { method: 'GET', path, options }
}

/** Declares a route that creates or acts. */
export const post = declare('POST')
/** Declares a route that replaces. */
export const put = declare('PUT')
/** Declares a route that changes a part. */
export const patch = declare('PATCH')
/** Declares a route that removes. */
export const del = declare('DELETE')

/** How the routes of a module are mounted. */
export interface DefineRoutesOptions {
  /** The path before every route. @default `/` and the module's id */
  readonly prefix?: '' | `/${string}`
}

/**
 * Declares the routes of a module, below `/<id>`.
 *
 * @example
 * const routes = defineRoutes('billing', { show: get('/:id', { can: signedIn }) })
 *
 * routes.show({ id: 'inv_1' }) // '/billing/inv_1'
 */
export function defineRoutes<
  const Id extends string,
  const Declarations extends Readonly<Record<string, RouteDeclaration>>,
>(
  id: Id,
  declarations: Declarations,
  options: DefineRoutesOptions = {},
): { readonly [Key in keyof Declarations & string]: Route<Declarations[Key]> } {
  const prefix = options.prefix ?? `/${id}`
  const entries = Object.entries(declarations).map(([key, declaration]) => [
    key,
    createRoute(id, key, prefix, declaration),
  ])
  return Object.freeze(Object.fromEntries(entries))
}

function createRoute(module: string, key: string, prefix: string, declaration: RouteDeclaration): AnyRoute {
  const path = joinPath(prefix, declaration.path)
  const segments = path.split('/')
  const href = (values: Readonly<Record<string, unknown>> = {}) => formatHref(segments, values)
  return Object.freeze(
    Object.assign(href, {
      kind: 'route' as const,
      module,
      id: `${module}.${key}`,
      method: declaration.method,
      path,
      options: Object.freeze(declaration.options),
    }),
  )
}

function joinPath(prefix: string, path: string): string {
  const joined = path === '/' ? prefix : `${prefix}${path}`
  return joined === '' ? '/' : joined
}

function formatHref(segments: readonly string[], values: Readonly<Record<string, unknown>>): string {
  const path = segments
    .map((segment) => (segment.startsWith(':') ? encodeURIComponent(String(values[segment.slice(1)])) : segment))
    .join('/')
  const query = formatQuery(values.query)
  return query === '' ? path : `${path}?${query}`
}

function formatQuery(query: unknown): string {
  if (typeof query !== 'object' || query === null) return ''
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') search.append(name, String(item))
    }
  }
  return search.toString()
}
