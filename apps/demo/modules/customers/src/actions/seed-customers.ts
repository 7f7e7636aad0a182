import { demoCustomers } from '../data/demo-data.ts'
import type { CustomerStore } from '../domain/customer-store.ts'

/** Fills an empty customer list with shops and schools that were made up for the demo. */
export async function seedCustomers(customers: CustomerStore): Promise<void> {
  if (!(await customers.isEmpty())) return
  await customers.insertMany(
    demoCustomers.map(([code, name, contactName, contactTitle, address, postalCode, city, country, phone]) => ({
      code,
      name,
      contactName,
      contactTitle,
      address,
      city,
      region: '',
      postalCode,
      country,
      phone,
    })),
  )
}
