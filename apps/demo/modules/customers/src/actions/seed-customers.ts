import { firstTenantId, type Tenant } from 'ashlar/contract'
import { demoCustomers, demoLimits } from '../data/demo-data.ts'
import type { CustomerStore } from '../domain/customer-store.ts'

/** Fills an empty customer list with shops and schools that were made up for the demo; some of them buy from other tenants too. */
export async function seedCustomers(customers: CustomerStore, tenant: Tenant | undefined): Promise<void> {
  if (!(await customers.isEmpty())) return
  const isFirst = tenant === undefined || tenant.id === firstTenantId
  const chosen = isFirst ? demoCustomers : demoCustomers.filter((_customer, index) => index % 3 === 1)
  await customers.insertMany(
    chosen.map(([code, name, contactName, contactTitle, address, postalCode, city, country, phone]) => ({
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
      email: `orders@${code.toLowerCase()}.example`,
      creditLimit: demoLimits[code] ?? null,
    })),
  )
}
