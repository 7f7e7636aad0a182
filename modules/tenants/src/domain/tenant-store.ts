import type { Paged, TenantSearch } from 'ashlar/contract'
import type { Tenant, TenantForm, TenantId, TenantList, TenantSummary } from '../contract.ts'

/** What is known about the tenants that a request may be for. */
export interface FoundTenants {
  readonly named: readonly Tenant[]
  readonly memberships: readonly Tenant[]
  readonly chosen: TenantId | undefined
}

/** Tenants, who belongs to them and who works for which, in the database. */
export interface TenantStore {
  /** In one query, since every request of a user asks for it. */
  findFor(search: TenantSearch): Promise<FoundTenants>
  find(id: TenantId): Promise<TenantSummary | undefined>
  findBySlug(slug: string): Promise<Tenant | undefined>
  /** The oldest first. */
  list(): Promise<Tenant[]>
  listOf(userId: string): Promise<Tenant[]>
  browse(query: TenantList): Promise<Paged<TenantSummary>>
  hasSlug(slug: string, except?: TenantId): Promise<boolean>
  /** Keeps a new tenant; the first of all under the id that rows without a tenant were given to. */
  insert(form: TenantForm): Promise<TenantId>
  update(id: TenantId, form: TenantForm): Promise<boolean>
  setSuspended(id: TenantId, suspended: boolean): Promise<boolean>
  listMembers(id: TenantId): Promise<string[]>
  addMember(id: TenantId, userId: string): Promise<void>
  removeMember(id: TenantId, userId: string): Promise<boolean>
  choose(given: { readonly id: TenantId; readonly userId: string; readonly sessionId: string }): Promise<void>
}
