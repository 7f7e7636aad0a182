/** Which rows a stretch of code sees, where that differs from what its request sees. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type CarriedScope, captureScope } from '../scope/carried-scope.ts'
import { findScope, type RequestScope } from '../scope/request-scope.ts'

/** What statements are sent with. What is left out is as the request has it. */
export interface RowView {
  readonly tenant?: string
  /** Whether rows that were marked as deleted are seen, and whether `DELETE` removes them for good. */
  readonly deleted?: 'seen' | 'purged'
  /** The role that statements run as, where it is not the app's own. */
  readonly role?: string
}

/** A view holds in the scope it was taken in: work that opens one of its own says itself for whom it is. */
const views = new AsyncLocalStorage<{ readonly scope: RequestScope | undefined; readonly view: RowView }>()

/** How rows are seen where this is called, or `undefined` where nothing differs. */
export function findRowView(): RowView | undefined {
  const taken = views.getStore()
  return taken !== undefined && taken.scope === findScope() ? taken.view : undefined
}

/** The tenant that a call made here works for, if any. */
export function findTenantAtWork(): string | undefined {
  return (findRowView()?.tenant ?? findScope()?.tenant) || undefined
}

/**
 * Runs work for a tenant, whatever the request's own is: it sees that tenant's rows and writes in its name.
 *
 * It decides who sees what, so its caller makes sure that the actor may. What it calls and awaits is included, but for work with a transaction
 * of its own: that says itself for whom it is.
 */
export function withTenant<Result>(tenant: string, work: () => Promise<Result>): Promise<Result> {
  return runWithView({ tenant, role: '' }, work)
}

/** Runs work that sees rows marked as deleted beside the others. Setting `deletedAt` to `null` brings a row back. */
export function withDeleted<Result>(work: () => Promise<Result>): Promise<Result> {
  return runWithView({ deleted: 'seen' }, work)
}

/** Runs work in which `DELETE` removes rows for good, marked ones too. The history of changes notes each as purged. */
export function purging<Result>(work: () => Promise<Result>): Promise<Result> {
  return runWithView({ deleted: 'purged' }, work)
}

/** A query of Drizzle runs when it is awaited: work that returns one is awaited where it belongs. */
export function runWithView<Result>(view: RowView, work: () => Promise<Result>): Promise<Result> {
  return views.run({ scope: findScope(), view: { ...findRowView(), ...view } }, async () => await work())
}

/** Writes down what later work takes over: as from its scope, with the tenant that is worked for where this is called. */
export function captureWork(scope: RequestScope): CarriedScope {
  return { ...captureScope(scope), tenant: findRowView()?.tenant ?? scope.tenant }
}
