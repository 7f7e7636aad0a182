import type { z } from 'zod'
import type { DeepReadonly } from '../contract/deep-readonly.ts'
import type { Identity } from '../contract/identity.ts'
import type { AnyRoute, BodyOf, ParamsOf, QueryOf, ResponseOf, Routes } from '../contract/routes.ts'

import type { Tenant } from '../contract/tenants.ts'

declare const replyBrand: unique symbol

/** What a handler answers with: made by `render`, `redirect` and their neighbours in `ashlar/http`. */
export interface Reply {
  readonly kind: 'page' | 'redirect' | 'json' | 'empty' | 'file'
  readonly [replyBrand]?: never
}

/** The user as a handler sees one: certain on routes that ask for one, perhaps absent where `anyone` may come. */
type UserOf<R extends AnyRoute> = R['options']['can'] extends { readonly kind: 'anyone' }
  ? Identity | undefined
  : Identity

/** What a handler receives. Everything in it has passed the schemas of its route. */
export interface RouteContext<R extends AnyRoute = AnyRoute> {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  readonly user: UserOf<R>
  /** The tenant that the request is for; `undefined` in an app that serves a single one, and perhaps where `anyone` may come. */
  readonly tenant: Tenant | undefined
  /** Whether the user has a permission. */
  readonly may: (permission: { readonly name: string }) => boolean
  readonly request: RequestFacts
}

/** The few facts of a request that no schema covers. */
export interface RequestFacts {
  readonly id: string
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly cookies: Readonly<Record<string, string>>
  /** The sender's address; a proxy's word is taken only when the app trusts it. */
  readonly ip: string
  /** Sets a cookie on the answer, whatever it is, even when the transaction is rolled back. */
  readonly setCookie: (header: string) => void
  /** Names the session of the request, for who is signed in. */
  readonly sessionId: string | undefined
  /** Aborted when it takes too long, and when the client of a `GET` has left: hand it to what can be ended early. */
  readonly signal: AbortSignal
}

/** What a route's handler may return: for an API route the value of its `response` schema, else a reply. */
export type HandlerResult<R extends AnyRoute> = R['options'] extends { readonly response: z.ZodType }
  ? DeepReadonly<ResponseOf<R>> | Reply
  : Reply

/** Handles one route: translates between the request and an action; holds no SQL and takes no business decision. */
export type RouteHandler<R extends AnyRoute = AnyRoute> = (
  context: RouteContext<R>,
) => HandlerResult<R> | Promise<HandlerResult<R>>

/** A handler for each route of a contract: none can be forgotten, none is too many. */
export type RouteHandlers<R extends Routes> = { readonly [Key in keyof R]: RouteHandler<R[Key]> }
