/** What a handler can answer with, besides a page. */
import type { Href } from '../contract/routes.ts'
import type { Reply } from '../module/handler.ts'

/** A message shown once, on the next page. */
export interface Flash {
  readonly kind: 'success' | 'info' | 'warning' | 'error'
  /** A text, or a locale key with its namespace such as `orders:flash.created`. */
  readonly message: string
  /** Values for the placeholders of a locale key. */
  readonly values?: Readonly<Record<string, string | number>>
}

export interface RedirectOptions {
  readonly flash?: Flash
  /** Messages by field, shown by the form on the next page. */
  readonly errors?: Readonly<Record<string, string>>
  /** Tells the browser to forget the pages it has kept: after signing out. @default false */
  readonly clearHistory?: boolean
  /** Loads the address as a document: for another site, or one that is no page of the app, such as a download. @default false */
  readonly external?: boolean
}

export interface RedirectReply extends Reply, RedirectOptions {
  readonly kind: 'redirect'
  /** Where to; `undefined` is the page that the request came from. */
  readonly location: string | undefined
}

export interface JsonReply extends Reply {
  readonly kind: 'json'
  readonly status: number
  readonly value: unknown
}

export interface EmptyReply extends Reply {
  readonly kind: 'empty'
}

/** Sends the browser to another page of the app. */
export function redirect(to: Href<'GET'>, options: RedirectOptions = {}): RedirectReply {
  return { kind: 'redirect', location: to, ...options }
}

/**
 * Sends the browser to an address that no route of the app has: a path kept by a user, or another site with `external`.
 *
 * @throws ASH308 when the request is answered, for another site without `external`.
 */
export function redirectTo(address: string, options: RedirectOptions = {}): RedirectReply {
  return { kind: 'redirect', location: address, ...options }
}

/** Sends the browser back to the page that the request came from. */
export function back(options: RedirectOptions = {}): RedirectReply {
  return { kind: 'redirect', location: undefined, ...options }
}

/** Answers JSON with a status of its own. An API route that answers 200 simply returns its value. */
export function json(value: unknown, options: { readonly status?: number } = {}): JsonReply {
  return { kind: 'json', status: options.status ?? 200, value }
}

/** Answers 204 without a body. */
export function noContent(): EmptyReply {
  return { kind: 'empty' }
}
