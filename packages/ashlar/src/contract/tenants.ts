import { service } from './services.ts'

/** A customer of an app that serves several: people who share rows that nobody else sees. */
export interface Tenant {
  /** A UUID: rows that belong to the tenant carry it. */
  readonly id: string
  readonly name: string
  /** Names the tenant in addresses: `acme` of `acme.shop.example`. */
  readonly slug: string
  /** Whether its people are kept out for now. */
  readonly suspended: boolean
}

/** What a request says about the tenant it is for. */
export interface TenantSearch {
  /** The slugs that its address and its header name. */
  readonly slugs: readonly string[]
  /** The signed-in user. */
  readonly userId: string | undefined
  readonly sessionId: string | undefined
}

/** What is known of the tenants a request may be for. */
export interface TenantsFound {
  /** The tenants by the slugs that were asked for, whoever asks. */
  readonly named: readonly Tenant[]
  /** The tenants that the user belongs to. */
  readonly memberships: readonly Tenant[]
  /** The id of the tenant that was chosen in the session. */
  readonly chosen: string | undefined
}

/** Knows tenants and who belongs to them. Asked once for each request, within its transaction. */
export interface TenantProvider {
  find(search: TenantSearch): Promise<TenantsFound>
}

/** The service by which an app knows its tenants. An app without one serves a single one, and pays nothing. */
export const tenantProvider = service<TenantProvider>('tenant-provider')
