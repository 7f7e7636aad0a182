/** What others may know of customers. */
import {
  definePages,
  definePermissions,
  defineRoutes,
  del,
  flag,
  get,
  listQuery,
  money,
  page,
  paged,
  post,
  put,
  rowHistory,
  service,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('customers', {
  read: 'See customers',
  edit: 'Add, change, delete and restore customers',
  purge: 'Delete customers for good',
})

/** Switches the import of files: the pages of it, its job, and the way there. */
export const fileImports = flag('customers.file-imports', {
  help: 'customers are imported from CSV files',
  default: true,
  by: 'tenant',
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
  /** Where mail about orders goes; empty when there is none. */
  email: z.string(),
  /** What orders that have not left may come to, in cents; `null` for as much as is asked for. */
  creditLimit: money().nullable(),
})
export type Customer = z.output<typeof Customer>

/** A customer who was deleted, and may come back. */
export const DeletedCustomer = Customer.extend({
  deletedAt: z.iso.datetime(),
  /** The name of whoever it was, or `null` when nobody was known. */
  deletedBy: z.string().nullable(),
})
export type DeletedCustomer = z.output<typeof DeletedCustomer>

/** In cents. */
export const highestCreditLimit = 2_000_000_000

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
  email: z.union([z.literal(''), z.email('customers:errors.email').max(200)]).default(''),
  creditLimit: money().min(0).max(highestCreditLimit, 'customers:errors.amountTooLarge').nullable().default(null),
})
export type CustomerForm = z.output<typeof CustomerForm>

const importId = typeid('imp')
export type FileImportId = z.output<typeof importId>

/** How many bytes a file may have that is imported, how many customers, and how many columns. */
export const importLimits = { bytes: 4_000_000, rows: 20_000, columns: 200 } as const

/** The columns of a file; `code` and `name` must be there. */
export const importColumns = Object.keys(CustomerForm.shape) as (keyof CustomerForm)[]

export const FileImport = z.object({
  id: importId,
  fileName: z.string(),
  /** With one refused line nothing of the file is kept. */
  state: z.enum(['waiting', 'running', 'done', 'refused', 'cancelled', 'failed']),
  startedAt: z.iso.datetime(),
  /** How many customers were added. */
  added: z.int(),
})
export type FileImport = z.output<typeof FileImport>

/** A line that could not be taken, counted from 1, and why. */
export const RefusedLine = z.object({ line: z.int(), reason: z.string() })
export type RefusedLine = z.output<typeof RefusedLine>

export const CustomerList = listQuery(['name', '-name', 'code', '-code', 'country', '-country']).extend({
  country: z.string().trim().max(80).catch('').default(''),
})

export const DeletedCustomerList = listQuery(['-deleted', 'deleted', 'name', '-name', 'code', '-code'])

const params = { id: customerId }
const importParams = { id: importId }

export const routes = defineRoutes('customers', {
  list: get('/', { can: can.read, query: CustomerList }),
  create: get('/new', { can: can.edit }),
  store: post('/', { can: can.edit, body: CustomerForm }),
  show: get('/:id', { can: can.read, params }),
  edit: get('/:id/edit', { can: can.edit, params }),
  update: put('/:id', { can: can.edit, params, body: CustomerForm }),
  remove: del('/:id', { can: can.edit, params }),
  listDeleted: get('/deleted', { can: can.edit, query: DeletedCustomerList }),
  showDeleted: get('/deleted/:id', { can: can.edit, params }),
  restore: post('/deleted/:id/restore', { can: can.edit, params }),
  purge: del('/deleted/:id', { can: can.purge, params }),
  listImports: get('/imports', { can: can.edit, flag: fileImports }),
  startImport: post('/imports', {
    can: can.edit,
    flag: fileImports,
    body: z.object({ file: z.file('customers:errors.file').max(importLimits.bytes, 'customers:errors.fileSize') }),
    bodyLimitBytes: importLimits.bytes + 10_000,
  }),
  showImport: get('/imports/:id', { can: can.edit, params: importParams, flag: fileImports }),
  cancelImport: post('/imports/:id/cancel', { can: can.edit, params: importParams, flag: fileImports }),
})

export const pages = definePages('customers', {
  Browse: page({ customers: paged(Customer), query: CustomerList, countries: z.array(z.string()) }),
  Show: page({
    customer: Customer,
    /** What the customer's orders that have not left come to. */
    openAmount: money(),
    history: rowHistory(),
  }),
  Deleted: page({ customers: paged(DeletedCustomer), query: DeletedCustomerList }),
  DeletedCustomer: page({ customer: DeletedCustomer, openAmount: money(), history: rowHistory() }),
  Form: page({ customer: Customer.nullable() }),
  Imports: page({ imports: z.array(FileImport) }),
  Import: page({
    fileImport: FileImport,
    /** How far it is, as a part of 1, and in words. */
    progress: z.object({ done: z.number(), note: z.string() }),
    /** The first of the lines that were refused. */
    refused: z.array(RefusedLine),
    /** How many were in all. */
    refusedLines: z.int(),
    /** Why it has not come to an end. */
    failure: z.string().nullable(),
  }),
})

/** Customers, for modules that deal with them. Those that were deleted are unknown here. */
export interface Customers {
  find(id: CustomerId): Promise<Customer | undefined>
  findByCode(code: string): Promise<Customer | undefined>
  /** The customers with these ids, in no order; unknown ids are left out. */
  listById(ids: readonly CustomerId[]): Promise<readonly Customer[]>
  /** Customers whose name or code match, by name. */
  search(text: string, limit: number): Promise<readonly Customer[]>
}
export const customers = service<Customers>('customers')
