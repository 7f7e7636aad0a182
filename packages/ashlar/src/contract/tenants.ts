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

/** Where people choose the tenant that they work for. */
export interface TenantPaths {
  /** The page of those that one can choose from, which also says what to do when there is none. Takes `returnTo` in its query. */
  readonly choose: string
  /** Takes a `POST` whose body names the `slug` to go on with. */
  readonly switch: string
}

/** Knows tenants and who belongs to them. */
export interface TenantProvider {
  /** Asked once for each request, within its transaction. */
  find(search: TenantSearch): Promise<TenantsFound>
  /** All tenants, the oldest first: for commands, and for what is done for each of them. */
  list(): Promise<readonly Tenant[]>
  readonly paths: TenantPaths
}

/** The service by which an app knows its tenants. An app without one serves a single one, and pays nothing. */
export const tenantProvider = service<TenantProvider>('tenant-provider')

/** A tenant to be made. */
export interface NewTenant {
  readonly name: string
  readonly slug: string
}

/** Administers tenants for those who do it from outside of the app. */
export interface TenantAdmin {
  /** @throws ASH225 when a field does not fit or the slug is taken. */
  createTenant(tenant: NewTenant): Promise<Tenant>
  /** Lets a user belong to a tenant. @throws ASH225 when there is no user with this address. */
  addMember(slug: string, email: string): Promise<void>
  /** Keeps the people of a tenant out, and its work waiting. */
  suspend(slug: string): Promise<void>
  resume(slug: string): Promise<void>
}

/** The service by which `ashlar tenant` administers tenants. */
export const tenantAdmin = service<TenantAdmin>('tenant-admin')

/**
 * The id of an app's first tenant. Rows that were there before their table was `tenantOwned()` belong to it, so that whoever gives tenants to an app
 * makes the one first whose rows those are.
 */
export const firstTenantId = '00000000-0000-7000-8000-000000000001'
