import { containsText, type ModuleDatabase, purging, readPage, withDeleted } from 'ashlar/data'
import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'ashlar/drizzle'
import type { DeletedCustomer } from '../contract.ts'
import type { DeletedCustomerQuery, DeletedCustomerStore } from '../domain/deleted-customer-store.ts'
import { customerColumns } from './customer-columns.ts'
import { customer } from './tables.ts'

/** Nothing changes a row once it is marked: whoever did that is who changed it last. */
const columns = { ...customerColumns, deletedAt: customer.deletedAt, deletedBy: customer.updatedBy }

const orders: Readonly<Record<DeletedCustomerQuery['sort'], SQL>> = {
  deleted: asc(customer.deletedAt),
  '-deleted': desc(customer.deletedAt),
  name: asc(sql`lower(${customer.name})`),
  '-name': desc(sql`lower(${customer.name})`),
  code: asc(customer.code),
  '-code': desc(customer.code),
}

/** The customers that are marked as deleted, in the table of all. */
export function createDeletedCustomerStore(db: ModuleDatabase): DeletedCustomerStore {
  const isDeleted = isNotNull(customer.deletedAt)
  const select = () => db.select(columns).from(customer)

  return {
    list: (query) =>
      withDeleted(async () => {
        const condition = and(isDeleted, containsText(query.search, customer.name, customer.code))
        const page = await readPage({
          page: query.page,
          rows: ({ limit, offset }) =>
            select().where(condition).orderBy(orders[query.sort], asc(customer.id)).limit(limit).offset(offset),
          count: () => db.$count(customer, condition),
        })
        return { ...page, items: page.items.map(toDeleted) }
      }),
    async find(id) {
      const [row] = await withDeleted(() => select().where(and(isDeleted, eq(customer.id, id))))
      return row && toDeleted(row)
    },
    async restore(id) {
      const restored = await withDeleted(() =>
        db
          .update(customer)
          .set({ deletedAt: null })
          .where(and(isDeleted, eq(customer.id, id)))
          .returning({ id: customer.id }),
      )
      return restored.length > 0
    },
    async purge(id) {
      const purged = await purging(() =>
        db
          .delete(customer)
          .where(and(isDeleted, eq(customer.id, id)))
          .returning({ id: customer.id }),
      )
      return purged.length > 0
    },
  }
}

type Row = Omit<DeletedCustomer, 'deletedAt'> & { readonly deletedAt: string | null }

function toDeleted({ deletedAt, ...row }: Row): DeletedCustomer {
  return { ...row, deletedAt: new Date(deletedAt ?? 0).toISOString() }
}
