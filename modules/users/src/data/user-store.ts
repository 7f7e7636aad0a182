import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, type SQL, sql } from 'ashlar/drizzle'
import type { Account, AccountList, User } from '../contract.ts'
import type { UserStore } from '../domain/user-store.ts'
import { session, user } from './tables.ts'

const known = { id: user.id, name: user.name, email: user.email }

const lastSeenAt =
  sql<Date | null>`(select max(${session.lastSeenAt}) from ${session} where ${session.userId} = ${user.id})`.mapWith(
    session.lastSeenAt,
  )

const columns = { ...known, roles: user.roles, disabledAt: user.disabledAt, createdAt: user.createdAt, lastSeenAt }

const orders: Readonly<Record<AccountList['sort'], SQL>> = {
  name: asc(sql`lower(${user.name})`),
  '-name': desc(sql`lower(${user.name})`),
  email: asc(user.email),
  '-email': desc(user.email),
  created: asc(user.createdAt),
  '-created': desc(user.createdAt),
}

const statuses: Readonly<Record<AccountList['status'], SQL | undefined>> = {
  all: undefined,
  active: isNull(user.disabledAt),
  disabled: isNotNull(user.disabledAt),
}

/** Creates the store of users. */
export function createUserStore(db: ModuleDatabase): UserStore {
  return {
    find: async (id) => (await db.select(known).from(user).where(eq(user.id, id)))[0],
    findByEmail: async (email) => (await db.select(known).from(user).where(eq(user.email, email)))[0],
    search: (text, limit) =>
      db
        .select(known)
        .from(user)
        .where(and(containsText(text, user.name, user.email), isNull(user.disabledAt)))
        .orderBy(orders.name, asc(user.id))
        .limit(limit),
    listById: (ids) =>
      db
        .select(known)
        .from(user)
        .where(inArray(user.id, [...ids])),
    async findAccount(id) {
      const [row] = await db.select(columns).from(user).where(eq(user.id, id))
      return row && toAccount(row)
    },
    async listAccounts(query) {
      const condition = and(containsText(query.search, user.name, user.email), statuses[query.status])
      const found = await readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          db
            .select(columns)
            .from(user)
            .where(condition)
            .orderBy(orders[query.sort], asc(user.id))
            .limit(limit)
            .offset(offset),
        count: () => db.$count(user, condition),
      })
      return { ...found, items: found.items.map(toAccount) }
    },
    hasEmail: async (email, except) => (await db.$count(user, and(eq(user.email, email), ne(user.id, except)))) > 0,
    async listRoles() {
      const rows = await db.selectDistinct({ role: sql<string>`unnest(${user.roles})` }).from(user)
      return rows.map(({ role }) => role).toSorted()
    },
    isEmpty: async () => (await db.select({ id: user.id }).from(user).limit(1)).length === 0,
    async isShut(id) {
      const [row] = await db.select({ disabledAt: user.disabledAt }).from(user).where(eq(user.id, id)).for('share')
      return row === undefined || row.disabledAt !== null
    },
    async rename(id, name) {
      await db.update(user).set({ name }).where(eq(user.id, id))
    },
    async update(id, { name, email, roles }) {
      await db.update(user).set({ name, email, roles }).where(eq(user.id, id))
    },
    async setRoles(id, roles) {
      await db
        .update(user)
        .set({ roles: [...roles] })
        .where(eq(user.id, id))
    },
    async setDisabled(id, disabled) {
      await db
        .update(user)
        .set({ disabledAt: disabled ? sql`coalesce(${user.disabledAt}, now())` : null })
        .where(eq(user.id, id))
    },
  }
}

interface AccountRow extends User {
  readonly roles: string[]
  readonly disabledAt: Date | null
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
}

function toAccount({ disabledAt, createdAt, lastSeenAt, ...row }: AccountRow): Account {
  return {
    ...row,
    disabled: disabledAt !== null,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }
}
