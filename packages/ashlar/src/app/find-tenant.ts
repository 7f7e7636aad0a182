/**
 * Finds out which tenant a request is for: by the subdomain, then by the header, which is for members only, then by the session's choice,
 * then by the user's only tenant. What names a tenant more clearly goes first, and a name that leads nowhere is refused.
 */
import type { Tenant, TenantProvider } from '../contract/tenants.ts'
import { notOfTenant, tenantSuspended, tenantUnknown } from '../http/errors.ts'
import type { Visit } from '../http/visit.ts'

export interface FindTenantOptions {
  readonly findProvider: () => Promise<TenantProvider | undefined>
  /** The domain below which each tenant has a subdomain of its own. */
  readonly domain: string | undefined
  /** The modules that stay in reach while a tenant is suspended: those that sign people out and let them choose another. */
  readonly alwaysOpen: ReadonlySet<string>
}

export type FindTenant = (visit: Visit) => Promise<Tenant | undefined>

/** Programs name the tenant that they work for in this header. */
export const tenantHeader = 'x-tenant'

/** @throws ASH238 for a tenant that does not exist, ASH241 for one that the user does not belong to, ASH240 for one that is suspended. */
export function createFindTenant({ findProvider, domain, alwaysOpen }: FindTenantOptions): FindTenant {
  return async (visit) => {
    const provider = await findProvider()
    if (provider === undefined) return undefined
    const tenant = await resolve(provider, visit, subdomainOf(visit.headers.host, domain))
    if (tenant?.suspended && !alwaysOpen.has(visit.match?.module ?? '')) throw tenantSuspended(tenant.name)
    return tenant
  }
}

async function resolve(
  provider: TenantProvider,
  { headers, viewer }: Visit,
  subdomain: string | undefined,
): Promise<Tenant | undefined> {
  const named = headers[tenantHeader]
  const header = typeof named === 'string' ? named : undefined
  const userId = viewer.identity?.id
  const slugs = [subdomain, header].filter((slug) => slug !== undefined)
  if (slugs.length === 0 && userId === undefined) return undefined
  const found = await provider.find({ slugs, userId, sessionId: viewer.sessionId })
  const isMember = ({ id }: Tenant) => found.memberships.some((tenant) => tenant.id === id)

  if (subdomain !== undefined) {
    const tenant = found.named.find(({ slug }) => slug === subdomain)
    if (tenant === undefined) throw tenantUnknown(subdomain)
    if (userId !== undefined && !isMember(tenant)) throw notOfTenant(tenant.name)
    return tenant
  }
  if (header !== undefined) {
    const tenant = found.memberships.find(({ slug }) => slug === header)
    // Whether the tenant exists is none of a stranger's business.
    if (tenant === undefined) throw notOfTenant(header)
    return tenant
  }
  const chosen = found.memberships.find(({ id }) => id === found.chosen)
  if (chosen !== undefined) return chosen
  return found.memberships.length === 1 ? found.memberships[0] : undefined
}

/** `acme` of `acme.shop.example:8080` below `shop.example`; nothing of the domain itself and of deeper names. */
function subdomainOf(host: string | undefined, domain: string | undefined): string | undefined {
  if (host === undefined || domain === undefined) return undefined
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (!name.endsWith(`.${domain}`)) return undefined
  const label = name.slice(0, -domain.length - 1)
  return label.includes('.') ? undefined : label
}
