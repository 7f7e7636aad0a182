import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, ne, type SQL, sql } from 'ashlar/drizzle'
import type { CategoryQuery, CategoryStore } from '../domain/category-store.ts'
import { category, product } from './tables.ts'

const products = sql<number>`(select count(*)::int from ${product} where ${product.categoryId} = ${category.id})`

const columns = { id: category.id, name: category.name, description: category.description, products }

const orders: Readonly<Record<CategoryQuery['sort'], SQL>> = {
  name: asc(sql`lower(${category.name})`),
  '-name': desc(sql`lower(${category.name})`),
  products: asc(products),
  '-products': desc(products),
}

/** The categories of the catalog, in its tables. */
export function createCategoryStore(db: ModuleDatabase): CategoryStore {
  return {
    async list(query) {
      const condition = containsText(query.search, category.name)
      return readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          db
            .select(columns)
            .from(category)
            .where(condition)
            .orderBy(orders[query.sort], asc(category.id))
            .limit(limit)
            .offset(offset),
        count: () => db.$count(category, condition),
      })
    },
    find: async (id) => (await db.select(columns).from(category).where(eq(category.id, id)))[0],
    listChoices: () => db.select({ id: category.id, name: category.name }).from(category).orderBy(orders.name),
    async mapImportNumbers() {
      const rows = await db.select({ id: category.id, importNumber: category.importNumber }).from(category)
      return new Map(
        rows.flatMap(({ id, importNumber }) => (importNumber === null ? [] : [[importNumber, id] as const])),
      )
    },
    async hasName(name, except) {
      const others = except ? ne(category.id, except) : undefined
      return (await db.$count(category, and(sql`lower(${category.name}) = lower(${name})`, others))) > 0
    },
    async insert(form) {
      const [row] = await db.insert(category).values(form).returning({ id: category.id })
      if (!row) throw new TypeError('An insert of a category returned no row.')
      return row.id
    },
    update: async (id, form) =>
      (await db.update(category).set(form).where(eq(category.id, id)).returning({ id: category.id })).length > 0,
    remove: async (id) =>
      (await db.delete(category).where(eq(category.id, id)).returning({ id: category.id })).length > 0,
  }
}
