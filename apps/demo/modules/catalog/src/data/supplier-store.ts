import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, ne, type SQL, sql } from 'ashlar/drizzle'
import type { SupplierQuery, SupplierStore } from '../domain/supplier-store.ts'
import { product, supplier } from './tables.ts'

const products = sql<number>`(select count(*)::int from ${product} where ${product.supplierId} = ${supplier.id})`

const columns = {
  id: supplier.id,
  name: supplier.name,
  contactName: supplier.contactName,
  contactTitle: supplier.contactTitle,
  address: supplier.address,
  city: supplier.city,
  region: supplier.region,
  postalCode: supplier.postalCode,
  country: supplier.country,
  phone: supplier.phone,
  products,
}

const orders: Readonly<Record<SupplierQuery['sort'], SQL>> = {
  name: asc(sql`lower(${supplier.name})`),
  '-name': desc(sql`lower(${supplier.name})`),
  country: asc(supplier.country),
  '-country': desc(supplier.country),
}

/** The suppliers of the catalog, in its tables. */
export function createSupplierStore(db: ModuleDatabase): SupplierStore {
  return {
    async list(query) {
      const condition = containsText(query.search, supplier.name, supplier.city, supplier.country, supplier.contactName)
      return readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          db
            .select(columns)
            .from(supplier)
            .where(condition)
            .orderBy(orders[query.sort], asc(supplier.id))
            .limit(limit)
            .offset(offset),
        count: () => db.$count(supplier, condition),
      })
    },
    find: async (id) => (await db.select(columns).from(supplier).where(eq(supplier.id, id)))[0],
    listChoices: () => db.select({ id: supplier.id, name: supplier.name }).from(supplier).orderBy(orders.name),
    async mapImportNumbers() {
      const rows = await db.select({ id: supplier.id, importNumber: supplier.importNumber }).from(supplier)
      return new Map(
        rows.flatMap(({ id, importNumber }) => (importNumber === null ? [] : [[importNumber, id] as const])),
      )
    },
    async hasName(name, except) {
      const others = except ? ne(supplier.id, except) : undefined
      return (await db.$count(supplier, and(sql`lower(${supplier.name}) = lower(${name})`, others))) > 0
    },
    async insert(form) {
      const [row] = await db.insert(supplier).values(form).returning({ id: supplier.id })
      if (!row) throw new TypeError('An insert of a supplier returned no row.')
      return row.id
    },
    update: async (id, form) =>
      (await db.update(supplier).set(form).where(eq(supplier.id, id)).returning({ id: supplier.id })).length > 0,
    remove: async (id) =>
      (await db.delete(supplier).where(eq(supplier.id, id)).returning({ id: supplier.id })).length > 0,
  }
}
