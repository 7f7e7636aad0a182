/** The routes of customers that were deleted: they are looked at, brought back, or removed for good. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { getDeleted, listDeleted, type ReadDeletedNeeds } from './actions/read-deleted.ts'
import { restoreCustomer } from './actions/restore-customer.ts'
import { pages, routes } from './contract.ts'
import type { CreditStore } from './domain/credit-store.ts'
import type { CustomerStore } from './domain/customer-store.ts'

export interface DeletedCustomerRouteNeeds extends ReadDeletedNeeds {
  readonly customers: CustomerStore
  readonly credit: CreditStore
}

type DeletedCustomerRoutes = Pick<RouteHandlers<typeof routes>, 'listDeleted' | 'showDeleted' | 'restore' | 'purge'>

const done = (message: string) => ({ flash: { kind: 'success', message: `customers:flash.${message}` } }) as const

/** Handles the routes of customers that were deleted. */
export function createDeletedCustomerRoutes(needs: DeletedCustomerRouteNeeds): DeletedCustomerRoutes {
  const { customers, deleted, credit, findNames } = needs
  return {
    listDeleted: ({ query }) => render(pages.Deleted, { customers: () => listDeleted(needs, query), query }),
    showDeleted: async ({ params: { id } }) =>
      render(pages.DeletedCustomer, {
        customer: await getDeleted(needs, id),
        openAmount: await credit.sumOpen(id),
        history: await customers.history(id, findNames),
      }),
    restore: async ({ params: { id } }) => {
      await restoreCustomer(needs, id)
      return redirect(routes.show({ id }), done('restored'))
    },
    purge: async ({ params: { id } }) => {
      if (!(await deleted.purge(id))) throw notFound('customer')
      return redirect(routes.listDeleted(), done('purged'))
    },
  }
}
