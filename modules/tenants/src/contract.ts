/** What others may know of tenants: who belongs to them, how to choose one, and where they are administered. */

import { User } from '@ashlar/users/contract'
import {
  definePages,
  definePermissions,
  defineRoutes,
  del,
  get,
  listQuery,
  page,
  paged,
  post,
  put,
  service,
  signedIn,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('tenants', {
  manage: 'See all organisations, add and suspend them, and say who belongs to them',
})

const tenantId = typeid('ten')
/** The id that people see; rows of the tenant carry the UUID inside, which `uuidOf` gives. */
export type TenantId = z.output<typeof tenantId>

export const Tenant = z.object({
  id: tenantId,
  name: z.string(),
  /** Names the tenant in addresses and in the header `X-Tenant`. */
  slug: z.string(),
  /** Whether its people are kept out, and its work waits. */
  suspended: z.boolean(),
})
export type Tenant = z.output<typeof Tenant>

/** A tenant, as an administrator sees one. */
export const TenantSummary = Tenant.extend({ members: z.int(), createdAt: z.iso.datetime() })
export type TenantSummary = z.output<typeof TenantSummary>

/** One line: no tabs, line ends or other control characters. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u)
/** A label of a domain name. */
const slug = z
  .string()
  .trim()
  .toLowerCase()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'tenants:errors.slug')

export const TenantForm = z.object({ name, slug })
export type TenantForm = z.output<typeof TenantForm>

export const MemberForm = z.object({ userId: User.shape.id })

export const TenantList = listQuery(['name', '-name', 'slug', '-slug', 'created', '-created']).extend({
  status: z.enum(['all', 'active', 'suspended']).catch('all').default('all'),
})
export type TenantList = z.output<typeof TenantList>

/** Where to go after choosing. Anything but a path of this app is ignored. */
const returnTo = z.string().max(2000).optional()

export const SwitchForm = z.object({ slug: z.string().max(63), returnTo })

const params = { id: tenantId }

export const routes = defineRoutes('tenants', {
  choose: get('/choose', { can: signedIn, query: z.object({ returnTo: returnTo.catch(undefined) }) }),
  switch: post('/switch', { can: signedIn, body: SwitchForm }),

  list: get('/', { can: can.manage, query: TenantList }),
  create: get('/new', { can: can.manage }),
  store: post('/', { can: can.manage, body: TenantForm }),
  show: get('/:id', { can: can.manage, params }),
  edit: get('/:id/edit', { can: can.manage, params }),
  update: put('/:id', { can: can.manage, params, body: TenantForm }),
  suspend: post('/:id/suspend', { can: can.manage, params }),
  resume: post('/:id/resume', { can: can.manage, params }),
  addMember: post('/:id/members', { can: can.manage, params, body: MemberForm }),
  removeMember: del('/:id/members/:userId', { can: can.manage, params: { ...params, userId: User.shape.id } }),
  findUsers: get('/api/users', {
    can: can.manage,
    query: z.object({ search: z.string().trim().max(200).catch('').default('') }),
    response: z.array(User),
    summary: 'Find users who may be added to an organisation',
  }),
})

export const pages = definePages('tenants', {
  Choose: page({ tenants: z.array(Tenant), current: z.string().nullable(), returnTo: z.string().optional() }),
  Browse: page({ tenants: paged(TenantSummary), query: TenantList }),
  Show: page({ tenant: TenantSummary, members: z.array(User), waiting: z.int() }),
  Form: page({ tenant: Tenant.nullable() }),
})

/** Tenants, for modules that deal with them. */
export interface Tenants {
  find(id: TenantId): Promise<Tenant | undefined>
  findBySlug(slug: string): Promise<Tenant | undefined>
  /** All tenants, the oldest first; suspended ones too. */
  list(): Promise<readonly Tenant[]>
  /** The tenants that a user belongs to, by name; suspended ones too. */
  listOf(userId: string): Promise<readonly Tenant[]>
  /** The users that belong to a tenant, by name. */
  listMembers(id: TenantId): Promise<readonly User[]>
  /** @throws ASH225 when the slug is taken. */
  create(form: TenantForm): Promise<TenantId>
  /** Lets a user belong to a tenant; twice is as good as once. @throws ASH237 for a tenant or a user who is not there. */
  addMember(id: TenantId, userId: User['id']): Promise<void>
  /** A user who no longer belongs to a tenant sees nothing of it from the next request on. */
  removeMember(id: TenantId, userId: User['id']): Promise<void>
}
export const tenants = service<Tenants>('tenants')
