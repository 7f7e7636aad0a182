/** The routes of customers: from the request to an action or a query, and back to a page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { saveCustomer } from './actions/save-customer.ts'
import { type Customer, type CustomerId, pages, routes } from './contract.ts'
import type { CreditStore } from './domain/credit-store.ts'
import type { CustomerStore } from './domain/customer-store.ts'
import type { FindNames } from './domain/people.ts'

const done = (message: string) => ({ flash: { kind: 'success', message: `customers:flash.${message}` } }) as const

export interface CustomerRouteNeeds {
  readonly customers: CustomerStore
  readonly credit: CreditStore
  readonly findNames: FindNames
}

type CustomerRoutes = Pick<
  RouteHandlers<typeof routes>,
  'list' | 'show' | 'create' | 'edit' | 'store' | 'update' | 'remove'
>

/** Handles the routes of customers themselves. */
export function createCustomerRoutes({ customers, credit, findNames }: CustomerRouteNeeds): CustomerRoutes {
  async function getCustomer(id: CustomerId): Promise<Customer> {
    const customer = await customers.find(id)
    if (!customer) throw notFound('customer')
    return customer
  }

  return {
    list: ({ query }) =>
      render(pages.Browse, {
        customers: () => customers.list(query),
        query,
        countries: () => customers.listCountries(),
      }),
    show: async ({ params }) =>
      render(pages.Show, {
        customer: await getCustomer(params.id),
        openAmount: await credit.sumOpen(params.id),
        history: await customers.history(params.id, findNames),
      }),
    create: () => render(pages.Form, { customer: null }),
    edit: async ({ params }) => render(pages.Form, { customer: await getCustomer(params.id) }),
    store: async ({ body }) => {
      const id = await saveCustomer(customers, body)
      return redirect(routes.show({ id }), done('added'))
    },
    update: async ({ params, body }) => {
      await saveCustomer(customers, body, params.id)
      return redirect(routes.show({ id: params.id }), done('changed'))
    },
    remove: async ({ params }) => {
      if (!(await customers.remove(params.id))) throw notFound('customer')
      return redirect(routes.list(), done('removed'))
    },
  }
}
