import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, inArray, ne, or, type SQL, sql } from 'ashlar/drizzle'
import type { CategoryId, Product } from '../contract.ts'
import type { ProductQuery, ProductStore } from '../domain/product-store.ts'
import { category, product, supplier } from './tables.ts'

const columns = {
  id: product.id,
  number: product.number,
  name: product.name,
  category: { id: category.id, name: category.name },
  supplier: { id: supplier.id, name: supplier.name },
  quantityPerUnit: product.quantityPerUnit,
  unitPrice: product.unitPrice,
  unitsInStock: product.unitsInStock,
  unitsOnOrder: product.unitsOnOrder,
  reorderLevel: product.reorderLevel,
  discontinued: product.discontinued,
}

const orders: Readonly<Record<ProductQuery['sort'], SQL>> = {
  name: asc(sql`lower(${product.name})`),
  '-name': desc(sql`lower(${product.name})`),
  number: asc(product.number),
  '-number': desc(product.number),
  price: asc(product.unitPrice),
  '-price': desc(product.unitPrice),
  stock: asc(product.unitsInStock),
  '-stock': desc(product.unitsInStock),
}

const statuses: Readonly<Record<ProductQuery['status'], SQL | undefined>> = {
  all: undefined,
  active: eq(product.discontinued, false),
  discontinued: eq(product.discontinued, true),
  low: sql`not ${product.discontinued} and ${product.unitsInStock} + ${product.unitsOnOrder} <= ${product.reorderLevel}`,
}

/** The products of the catalog, in its tables. */
export function createProductStore(db: ModuleDatabase): ProductStore {
  const select = () =>
    db
      .select(columns)
      .from(product)
      .innerJoin(category, eq(category.id, product.categoryId))
      .leftJoin(supplier, eq(supplier.id, product.supplierId))

  const first = async (condition: SQL): Promise<Product | undefined> => (await select().where(condition).limit(1))[0]

  return {
    async list(query) {
      const condition = and(matchesText(query.search), statuses[query.status], inCategory(query.category))
      return readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          select().where(condition).orderBy(orders[query.sort], asc(product.id)).limit(limit).offset(offset),
        count: () => db.$count(product, condition),
      })
    },
    find: (id) => first(eq(product.id, id)),
    findByNumber: (number) => first(eq(product.number, number)),
    listById: async (ids) => (ids.length === 0 ? [] : select().where(inArray(product.id, [...ids]))),
    listOfCategory: (id) => select().where(eq(product.categoryId, id)).orderBy(orders.name),
    listOfSupplier: (id) => select().where(eq(product.supplierId, id)).orderBy(orders.name),
    searchSellable: (text, limit) =>
      select()
        .where(and(matchesText(text), statuses.active))
        .orderBy(orders.name)
        .limit(limit),
    async hasNumber(number, except) {
      const others = except ? ne(product.id, except) : undefined
      return (await db.$count(product, and(eq(product.number, number), others))) > 0
    },
    async insert(form) {
      const [row] = await db.insert(product).values(form).returning({ id: product.id })
      if (!row) throw new TypeError('An insert of a product returned no row.')
      return row.id
    },
    async insertMany(forms) {
      if (forms.length > 0) await db.insert(product).values([...forms])
    },
    update: async (id, changes) =>
      (await db.update(product).set(changes).where(eq(product.id, id)).returning({ id: product.id })).length > 0,
    async remove(id) {
      await db.delete(product).where(eq(product.id, id))
    },
    isEmpty: async () => (await db.$count(product)) === 0,
  }
}

function matchesText(text: string): SQL | undefined {
  return text === '' ? undefined : or(containsText(text, product.name), sql`${product.number}::text = ${text}`)
}

function inCategory(id: CategoryId | undefined): SQL | undefined {
  return id === undefined ? undefined : eq(product.categoryId, id)
}
