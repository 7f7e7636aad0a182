import { readOrderEvent } from '@demo/orders/contract'
import { behaviour } from 'ashlar'
import { createFindNames } from './actions/find-names.ts'
import { importCustomers } from './actions/import-customers.ts'
import { keepCredit } from './actions/keep-credit.ts'
import { runFileImport } from './actions/run-file-import.ts'
import { seedCustomers } from './actions/seed-customers.ts'
import { createCreditStore } from './data/credit-store.ts'
import { createCustomerStore } from './data/customer-store.ts'
import { createDeletedCustomerStore } from './data/deleted-customer-store.ts'
import { createFileImportStore } from './data/file-import-store.ts'
import { createDeletedCustomerRoutes } from './deleted-routes.ts'
import { createFileImportRoutes } from './import-routes.ts'
import type definition from './module.ts'
import { createCustomerRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, text, users, enqueue, jobs }) => {
  const store = createCustomerStore(db)
  const credit = createCreditStore(db)
  const deleted = createDeletedCustomerStore(db)
  const imports = createFileImportStore(db)
  const needs = { customers: store, credit, deleted, findNames: createFindNames(users) }
  return {
    offers: { customers: store },
    routes: {
      ...createCustomerRoutes(needs),
      ...createDeletedCustomerRoutes(needs),
      ...createFileImportRoutes({ imports, enqueue, jobs }),
    },
    jobs: { importFile: ({ id }, context) => runFileImport({ imports, customers: store, text }, id, context) },
    listens: {
      keepCredit: async (envelope) => {
        const event = readOrderEvent(envelope)
        if (event) await keepCredit(credit, event)
      },
    },
    imports: { customers: importCustomers(store) },
    seed: ({ tenant }) => seedCustomers(store, tenant),
  }
})
