/**
 * Finds out which tenant a request is for: by the subdomain, then by the header, which is for members only, then by the session's choice,
 * then by the user's only tenant. What names a tenant more clearly goes first, and a name that leads nowhere is refused.
 */
import type { Tenant, TenantProvider } from '../contract/tenants.ts'
import { notOfTenant, tenantUnknown } from '../http/errors.ts'
import type { Visit } from '../http/visit.ts'

export interface FindTenantOptions {
  readonly findProvider: () => Promise<TenantProvider | undefined>
  /** The domain below which each tenant has a subdomain of its own. */
  readonly domain: string | undefined
}

/** Notes the tenant of a visit in it, and those that its user may work for. */
export type FindTenant = (visit: Visit) => Promise<void>

/** Programs name the tenant that they work for in this header. */
export const tenantHeader = 'x-tenant'

/** @throws ASH238 for a tenant that does not exist, ASH241 for one that the user does not belong to. */
export function createFindTenant({ findProvider, domain }: FindTenantOptions): FindTenant {
  return async (visit) => {
    const provider = await findProvider()
    if (provider === undefined) return
    const subdomain = subdomainOf(visit.headers.host, domain)
    const named = visit.headers[tenantHeader]
    const header = typeof named === 'string' ? named : undefined
    const userId = visit.viewer.identity?.id
    const slugs = [subdomain, header].filter((slug) => slug !== undefined)
    if (slugs.length === 0 && userId === undefined) return
    const found = await provider.find({ slugs, userId, sessionId: visit.viewer.sessionId })
    const { memberships, chosen } = found
    visit.tenants = {
      memberships,
      paths: provider.paths,
      addressOf: subdomain === undefined ? undefined : addressBeside(visit.headers.host ?? '', subdomain),
    }
    if (subdomain !== undefined)
      visit.tenant = takeSubdomain(subdomain, found.named, userId === undefined ? undefined : memberships)
    else if (header !== undefined) visit.tenant = takeHeader(header, memberships)
    else visit.tenant = memberships.find(({ id }) => id === chosen) ?? takeOnly(memberships)
  }
}

/** @param memberships the tenants of who is signed in; a visitor sees what everybody may. */
function takeSubdomain(
  subdomain: string,
  named: readonly Tenant[],
  memberships: readonly Tenant[] | undefined,
): Tenant {
  const tenant = named.find(({ slug }) => slug === subdomain)
  if (tenant === undefined) throw tenantUnknown(subdomain)
  if (memberships && !memberships.some(({ id }) => id === tenant.id)) throw notOfTenant(tenant.name)
  return tenant
}

/** Whether the tenant exists is none of a stranger's business. */
function takeHeader(header: string, memberships: readonly Tenant[]): Tenant {
  const tenant = memberships.find(({ slug }) => slug === header)
  if (tenant === undefined) throw notOfTenant(header)
  return tenant
}

const takeOnly = (memberships: readonly Tenant[]) => (memberships.length === 1 ? memberships[0] : undefined)

/** `acme` of `acme.shop.example:8080` below `shop.example`; nothing of the domain itself and of deeper names. */
function subdomainOf(host: string | undefined, domain: string | undefined): string | undefined {
  if (host === undefined || domain === undefined) return undefined
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (!name.endsWith(`.${domain}`)) return undefined
  const label = name.slice(0, -domain.length - 1)
  return label.includes('.') ? undefined : label
}

/** Addresses of other tenants, by the scheme and port of this one. */
function addressBeside(host: string, subdomain: string): (slug: string) => string {
  return (slug) => `//${slug}${host.slice(subdomain.length)}/`
}
