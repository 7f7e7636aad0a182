/** What others may know of customers. */
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
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('customers', {
  read: 'See customers',
  edit: 'Add, change and remove customers',
})

const customerId = typeid('cust')
export type CustomerId = z.output<typeof customerId>

const optionalText = (max: number) => z.string().trim().max(max).default('')

export const Customer = z.object({
  id: customerId,
  /** The short code people know the customer by; unique. */
  code: z.string(),
  name: z.string(),
  contactName: z.string(),
  contactTitle: z.string(),
  address: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string(),
})
export type Customer = z.output<typeof Customer>

export const CustomerForm = z.object({
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{2,10}$/, 'customers:errors.code'),
  name: z.string().trim().min(1, 'customers:errors.name').max(120),
  contactName: optionalText(120),
  contactTitle: optionalText(120),
  address: optionalText(200),
  city: optionalText(80),
  region: optionalText(80),
  postalCode: optionalText(20),
  country: optionalText(80),
  phone: optionalText(40),
})
export type CustomerForm = z.output<typeof CustomerForm>

export const CustomerList = listQuery(['name', '-name', 'code', '-code', 'country', '-country']).extend({
  country: z.string().trim().max(80).catch('').default(''),
})

const params = { id: customerId }

export const routes = defineRoutes('customers', {
  list: get('/', { can: can.read, query: CustomerList }),
  create: get('/new', { can: can.edit }),
  store: post('/', { can: can.edit, body: CustomerForm }),
  show: get('/:id', { can: can.read, params }),
  edit: get('/:id/edit', { can: can.edit, params }),
  update: put('/:id', { can: can.edit, params, body: CustomerForm }),
  remove: del('/:id', { can: can.edit, params }),
})

export const pages = definePages('customers', {
  Browse: page({ customers: paged(Customer), query: CustomerList, countries: z.array(z.string()) }),
  Show: page({ customer: Customer }),
  Form: page({ customer: Customer.nullable() }),
})

/** Customers, for modules that deal with them. */
export interface Customers {
  find(id: CustomerId): Promise<Customer | undefined>
  findByCode(code: string): Promise<Customer | undefined>
  /** The customers with these ids, in no order; unknown ids are left out. */
  listById(ids: readonly CustomerId[]): Promise<readonly Customer[]>
  /** Customers whose name or code match, by name. */
  search(text: string, limit: number): Promise<readonly Customer[]>
}
export const customers = service<Customers>('customers')
