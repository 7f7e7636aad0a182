import { customer } from './tables.ts'

/** What a customer is told by. */
export const customerColumns = {
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
  email: customer.email,
  creditLimit: customer.creditLimit,
}
