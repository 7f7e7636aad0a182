/**
 * What one request (or job, command or test) carries along its calls, without being passed as an argument.
 *
 * `http` opens a scope and `data` keeps its unit of work in it; neither knows the other. They meet here.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** Who is acting; written into the transaction, where policies and triggers read it. */
export interface Actor {
  /** The user's id, or a name such as `system` for work that nobody asked for. */
  readonly id: string
  /** The roles that a user has in the app, where they are known. */
  readonly roles?: readonly string[] | undefined
}

/** A typed place in a scope, for one layer's own state. Made once per layer with `scopeKey`. */
export interface ScopeKey<Value> {
  readonly name: string
  /** Never set: it only ties the key to the type of its value. */
  readonly value?: Value
}

/** Declares a place that a layer keeps its per-request state in. */
export function scopeKey<Value>(name: string): ScopeKey<Value> {
  return { name }
}

/** What opens a scope. */
export interface RequestScopeOptions {
  /** The request id: it stands in the log, in the transaction and in every error answer. */
  readonly id: string
  /** Whether the work may only read, as a `GET` may. */
  readonly readOnly: boolean
  readonly actor?: Actor | undefined
  /** Who acts in the actor's name, if somebody does. */
  readonly impersonator?: Actor | undefined
  /** The id of the tenant whose rows the work sees. @default none: rows that belong to a tenant are out of reach */
  readonly tenant?: string | undefined
}

/** The state of one request. */
export class RequestScope {
  readonly id: string
  readonly readOnly: boolean
  /** Known once the session has been looked up; `undefined` for a visitor. */
  actor: Actor | undefined
  impersonator: Actor | undefined
  /** Known once the tenant of the request was found out. */
  tenant: string | undefined
  readonly #values = new Map<ScopeKey<unknown>, unknown>()

  constructor(options: RequestScopeOptions) {
    this.id = options.id
    this.readOnly = options.readOnly
    this.actor = options.actor
    this.impersonator = options.impersonator
    this.tenant = options.tenant
  }

  /** The value a layer keeps here, or `undefined` when it has kept none. */
  find<Value>(key: ScopeKey<Value>): Value | undefined {
    return this.#values.get(key) as Value | undefined
  }

  set<Value>(key: ScopeKey<Value>, value: Value): void {
    this.#values.set(key, value)
  }
}

const scopes = new AsyncLocalStorage<RequestScope>()

/** Runs `work` with `scope` as the current scope of everything it calls and awaits. */
export function runInScope<Result>(scope: RequestScope, work: () => Result): Result {
  return scopes.run(scope, work)
}

/** The scope of the current call, or `undefined` outside of any. */
export function findScope(): RequestScope | undefined {
  return scopes.getStore()
}
