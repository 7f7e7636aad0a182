import { firstTenantId, typeidOf } from 'ashlar/contract'
import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'ashlar/drizzle'
import type { Tenant, TenantId, TenantList, TenantSummary } from '../contract.ts'
import type { TenantStore } from '../domain/tenant-store.ts'
import { choice, membership, tenant } from './tables.ts'

const known = { id: tenant.id, name: tenant.name, slug: tenant.slug, suspendedAt: tenant.suspendedAt }

const members = sql<number>`(select count(*)::int from ${membership} where ${membership.tenantId} = ${tenant.id})`
const columns = { ...known, members, createdAt: tenant.createdAt }

const orders: Readonly<Record<TenantList['sort'], SQL>> = {
  name: asc(sql`lower(${tenant.name})`),
  '-name': desc(sql`lower(${tenant.name})`),
  slug: asc(tenant.slug),
  '-slug': desc(tenant.slug),
  created: asc(tenant.createdAt),
  '-created': desc(tenant.createdAt),
}

const statuses: Readonly<Record<TenantList['status'], SQL | undefined>> = {
  all: undefined,
  active: isNull(tenant.suspendedAt),
  suspended: isNotNull(tenant.suspendedAt),
}

/** Longer than any session lasts. A choice that is older counts only as the user's last one. */
const choiceDays = 400

/** Creates the store of tenants. */
export function createTenantStore(db: ModuleDatabase): TenantStore {
  const select = () => db.select(known).from(tenant)

  return {
    async findFor({ slugs, userId = '', sessionId = '' }) {
      const isMember = sql<boolean>`${membership.userId} is not null`
      const chosen = sql<boolean>`${tenant.id} = (
        select ${choice.tenantId} from ${choice} where ${choice.userId} = ${userId}
        order by (${choice.sessionId} = ${sessionId}) desc, ${choice.chosenAt} desc limit 1
      )`
      const rows = await db
        .select({ ...known, isMember, chosen })
        .from(tenant)
        .leftJoin(membership, and(eq(membership.tenantId, tenant.id), eq(membership.userId, userId)))
        .where(or(isNotNull(membership.userId), inArray(tenant.slug, [...slugs])))
      return {
        named: rows.filter(({ slug }) => slugs.includes(slug)).map(toTenant),
        memberships: rows.filter((row) => row.isMember).map(toTenant),
        chosen: rows.find((row) => row.chosen)?.id,
      }
    },
    async find(id) {
      const [row] = await db.select(columns).from(tenant).where(eq(tenant.id, id))
      return row && toSummary(row)
    },
    async findBySlug(slug) {
      const [row] = await select().where(eq(tenant.slug, slug))
      return row && toTenant(row)
    },
    list: async () => (await select().orderBy(tenant.createdAt, tenant.id)).map(toTenant),
    async listOf(userId) {
      const rows = await select()
        .innerJoin(membership, eq(membership.tenantId, tenant.id))
        .where(eq(membership.userId, userId))
        .orderBy(orders.name)
      return rows.map(toTenant)
    },
    async browse(query) {
      const condition = and(containsText(query.search, tenant.name, tenant.slug), statuses[query.status])
      const found = await readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          db
            .select(columns)
            .from(tenant)
            .where(condition)
            .orderBy(orders[query.sort], asc(tenant.id))
            .limit(limit)
            .offset(offset),
        count: () => db.$count(tenant, condition),
      })
      return { ...found, items: found.items.map(toSummary) }
    },
    async hasSlug(slug, except) {
      const others = except ? ne(tenant.id, except) : undefined
      return (await db.$count(tenant, and(eq(tenant.slug, slug), others))) > 0
    },
    async insert(form) {
      // The lock keeps two tenants from both being the first; it ends with the transaction.
      await db.execute(sql`select pg_advisory_xact_lock(hashtext('tenants.tenant'))`)
      const isFirst = (await db.$count(tenant)) === 0
      const id = isFirst ? { id: typeidOf('ten', firstTenantId) } : {}
      const [row] = await db
        .insert(tenant)
        .values({ ...form, ...id })
        .returning({ id: tenant.id })
      if (!row) throw new TypeError('An insert of a tenant returned no row.')
      return row.id
    },
    update: async (id, form) =>
      (await db.update(tenant).set(form).where(eq(tenant.id, id)).returning({ id: tenant.id })).length > 0,
    async setSuspended(id, suspended) {
      const changed = await db
        .update(tenant)
        .set({ suspendedAt: suspended ? sql`coalesce(${tenant.suspendedAt}, now())` : null })
        .where(eq(tenant.id, id))
        .returning({ id: tenant.id })
      return changed.length > 0
    },
    async listMembers(id) {
      const rows = await db.select({ userId: membership.userId }).from(membership).where(eq(membership.tenantId, id))
      return rows.map(({ userId }) => userId)
    },
    async addMember(id, userId) {
      await db.insert(membership).values({ tenantId: id, userId }).onConflictDoNothing()
    },
    async removeMember(id, userId) {
      const removed = await db
        .delete(membership)
        .where(and(eq(membership.tenantId, id), eq(membership.userId, userId)))
        .returning({ id: membership.id })
      return removed.length > 0
    },
    async choose({ id, userId, sessionId }) {
      await db
        .delete(choice)
        .where(and(eq(choice.userId, userId), lt(choice.chosenAt, sql`now() - make_interval(days => ${choiceDays})`)))
      await db
        .insert(choice)
        .values({ sessionId, userId, tenantId: id })
        .onConflictDoUpdate({ target: choice.sessionId, set: { userId, tenantId: id, chosenAt: sql`now()` } })
    },
  }
}

interface TenantRow {
  readonly id: TenantId
  readonly name: string
  readonly slug: string
  readonly suspendedAt: Date | null
}

const toTenant = ({ id, name, slug, suspendedAt }: TenantRow): Tenant => ({
  id,
  name,
  slug,
  suspended: suspendedAt !== null,
})

function toSummary(row: TenantRow & { readonly members: number; readonly createdAt: string }): TenantSummary {
  return { ...toTenant(row), members: row.members, createdAt: new Date(row.createdAt).toISOString() }
}
