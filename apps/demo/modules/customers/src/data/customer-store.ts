import { containsText, historyOf, type ModuleDatabase, readPage, tellHistory } from 'ashlar/data'
import { and, asc, desc, eq, inArray, ne, type SQL, sql } from 'ashlar/drizzle'
import type { CustomerQuery, CustomerStore } from '../domain/customer-store.ts'
import { customerColumns } from './customer-columns.ts'
import { customer } from './tables.ts'

const orders: Readonly<Record<CustomerQuery['sort'], SQL>> = {
  name: asc(sql`lower(${customer.name})`),
  '-name': desc(sql`lower(${customer.name})`),
  code: asc(customer.code),
  '-code': desc(customer.code),
  country: asc(customer.country),
  '-country': desc(customer.country),
}

/** The customers, in their table. */
export function createCustomerStore(db: ModuleDatabase): CustomerStore {
  const select = () => db.select(customerColumns).from(customer)
  const matchesText = (text: string) =>
    containsText(text, customer.name, customer.code, customer.contactName, customer.city)

  return {
    async list(query) {
      const inCountry = query.country === '' ? undefined : eq(customer.country, query.country)
      const condition = and(matchesText(query.search), inCountry)
      return readPage({
        page: query.page,
        rows: ({ limit, offset }) =>
          select().where(condition).orderBy(orders[query.sort], asc(customer.id)).limit(limit).offset(offset),
        count: () => db.$count(customer, condition),
      })
    },
    async listCountries() {
      const rows = await db
        .selectDistinct({ country: customer.country })
        .from(customer)
        .where(ne(customer.country, ''))
        .orderBy(customer.country)
      return rows.map(({ country }) => country)
    },
    find: async (id) => (await select().where(eq(customer.id, id)))[0],
    findByCode: async (code) => (await select().where(eq(customer.code, code)))[0],
    listById: async (ids) => (ids.length === 0 ? [] : select().where(inArray(customer.id, [...ids]))),
    search: (text, limit) => select().where(matchesText(text)).orderBy(orders.name).limit(limit),
    async hasCode(code, except) {
      const others = except ? ne(customer.id, except) : undefined
      return (await db.$count(customer, and(eq(customer.code, code), others))) > 0
    },
    async findCodes(codes) {
      const rows = await db
        .select({ code: customer.code })
        .from(customer)
        .where(inArray(customer.code, [...codes]))
      return new Set(rows.map(({ code }) => code))
    },
    async insert(form) {
      const [row] = await db.insert(customer).values(form).returning({ id: customer.id })
      if (!row) throw new TypeError('An insert of a customer returned no row.')
      return row.id
    },
    async insertMany(forms) {
      if (forms.length > 0) await db.insert(customer).values([...forms])
    },
    update: async (id, form) =>
      (await db.update(customer).set(form).where(eq(customer.id, id)).returning({ id: customer.id })).length > 0,
    remove: async (id) =>
      (await db.delete(customer).where(eq(customer.id, id)).returning({ id: customer.id })).length > 0,
    history: async (id, findNames) => tellHistory(await historyOf(customer, id), findNames),
    isEmpty: async () => (await db.$count(customer)) === 0,
  }
}
