/** What of a scope goes along with work that is done later, perhaps by another process. */
import { RequestScope } from './request-scope.ts'

/** A scope as JSON. */
export interface CarriedScope {
  /** The id of the request that asked for the work. */
  readonly request: string
  readonly actor?: string | undefined
  /** The roles that the actor had. */
  readonly roles?: readonly string[] | undefined
  readonly impersonator?: string | undefined
  readonly tenant?: string | undefined
}

/** Writes down what later work takes over from a scope. */
export function captureScope({ id, actor, impersonator, tenant }: RequestScope): CarriedScope {
  return { request: id, actor: actor?.id, roles: actor?.roles, impersonator: impersonator?.id, tenant }
}

/** Reads what was written down, or `undefined` when it is none: whoever meddled with the row must not get in the way of others. */
export function parseCarriedScope(kept: unknown): CarriedScope | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined
  const { request, actor, roles, impersonator, tenant } = kept as Record<string, unknown>
  const isId = (id: unknown): id is string | undefined => id === undefined || typeof id === 'string'
  if (typeof request !== 'string' || !isId(actor) || !isId(impersonator) || !isId(tenant)) return undefined
  if (roles !== undefined && !isRoles(roles)) return undefined
  return { request, actor, roles, impersonator, tenant }
}

const isRoles = (roles: unknown): roles is readonly string[] =>
  Array.isArray(roles) && roles.every((role) => typeof role === 'string')

/** Opens a scope for work that another asked for: the same request, actor and tenant, and free to write. */
export function restoreScope({ request, actor, roles, impersonator, tenant }: CarriedScope): RequestScope {
  return new RequestScope({
    id: request,
    readOnly: false,
    actor: actor === undefined ? undefined : { id: actor, roles },
    impersonator: impersonator === undefined ? undefined : { id: impersonator },
    tenant,
  })
}
