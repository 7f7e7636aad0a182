import type { Paged } from 'ashlar/contract'
import { containsText, type ModuleDatabase, readPage } from 'ashlar/data'
import { and, asc, desc, eq, inArray, ne, type SQL, sql } from 'ashlar/drizzle'
import type { z } from 'zod'
import type { Customer, CustomerForm, CustomerId, CustomerList } from '../contract.ts'
import { customer } from './tables.ts'

export type CustomerQuery = z.output<typeof CustomerList>

export interface CustomerStore {
  list(query: CustomerQuery): Promise<Paged<Customer>>
  listCountries(): Promise<string[]>
  find(id: CustomerId): Promise<Customer | undefined>
  findByCode(code: string): Promise<Customer | undefined>
  listById(ids: readonly CustomerId[]): Promise<Customer[]>
  search(text: string, limit: number): Promise<Customer[]>
  hasCode(code: string, except?: CustomerId): Promise<boolean>
  insert(form: CustomerForm): Promise<CustomerId>
  insertMany(forms: readonly CustomerForm[]): Promise<void>
  update(id: CustomerId, form: CustomerForm): Promise<boolean>
  remove(id: CustomerId): Promise<boolean>
  isEmpty(): Promise<boolean>
}

const columns = {
  id: customer.id,
  code: customer.code,
  name: customer.name,
  contactName: customer.contactName,
  contactTitle: customer.contactTitle,
  address: customer.address,
  city: customer.city,
  region: customer.region,
  postalCode: customer.postalCode,
  country: customer.country,
  phone: customer.phone,
}

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
  const select = () => db.select(columns).from(customer)
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
    isEmpty: async () => (await db.$count(customer)) === 0,
  }
}
