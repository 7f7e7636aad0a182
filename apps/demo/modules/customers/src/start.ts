import { behaviour } from 'ashlar'
import { importCustomers } from './actions/import-customers.ts'
import { seedCustomers } from './actions/seed-customers.ts'
import { createCustomerStore } from './data/customer-store.ts'
import type definition from './module.ts'
import { createCustomerRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db }) => {
  const store = createCustomerStore(db)
  return {
    offers: { customers: store },
    routes: createCustomerRoutes(store),
    imports: { customers: importCustomers(store) },
    seed: () => seedCustomers(store),
  }
})
