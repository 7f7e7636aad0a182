/** What of a scope goes along with work that is done later, perhaps by another process. */
import { RequestScope } from './request-scope.ts'

/** A scope as JSON. */
export interface CarriedScope {
  /** The id of the request that asked for the work. */
  readonly request: string
  readonly actor?: string | undefined
  readonly impersonator?: string | undefined
  readonly tenant?: string | undefined
}

/** Writes down what later work takes over from a scope. */
export function captureScope({ id, actor, impersonator, tenant }: RequestScope): CarriedScope {
  return { request: id, actor: actor?.id, impersonator: impersonator?.id, tenant }
}

/** Opens a scope for work that another asked for: the same request, actor and tenant, and free to write. */
export function restoreScope({ request, actor, impersonator, tenant }: CarriedScope): RequestScope {
  const toActor = (id: string | undefined) => (id === undefined ? undefined : { id })
  return new RequestScope({
    id: request,
    readOnly: false,
    actor: toActor(actor),
    impersonator: toActor(impersonator),
    tenant,
  })
}
