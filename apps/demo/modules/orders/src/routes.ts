/** The routes of orders: from the request to an action or a query, and back to a page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { type SaveOrderNeeds, saveOrder } from './actions/save-order.ts'
import { shipOrder } from './actions/ship-order.ts'
import { type Order, type OrderId, pages, routes } from './contract.ts'

/** As many choices as a person looks through. */
const choices = 20

const done = (message: string) => ({ flash: { kind: 'success', message: `orders:flash.${message}` } }) as const

/** Handles every route of the contract. */
export function createOrderRoutes(needs: SaveOrderNeeds): RouteHandlers<typeof routes> {
  const { orders, shippers, catalog, customers } = needs

  async function getOrder(id: OrderId): Promise<Order> {
    const order = await orders.find(id)
    if (!order) throw notFound('order')
    return order
  }

  const readFormProps = async () => ({
    shippers: await shippers.list(),
    today: new Date().toISOString().slice(0, 10),
  })

  return {
    list: ({ query }) => render(pages.Browse, { orders: () => orders.list(query), query }),
    api: ({ query }) => orders.list(query),
    findCustomers: async ({ query }) => [...(await customers.search(query.search, choices))],
    findProducts: async ({ query }) => [...(await catalog.searchProducts(query.search, choices))],
    show: async ({ params }) => render(pages.Show, { order: await getOrder(params.id) }),
    create: async () => render(pages.Form, { order: null, ...(await readFormProps()) }),
    edit: async ({ params }) => render(pages.Form, { order: await getOrder(params.id), ...(await readFormProps()) }),
    store: async ({ body }) => redirect(routes.show({ id: await saveOrder(needs, body) }), done('placed')),
    update: async ({ params, body }) => {
      await saveOrder(needs, body, params.id)
      return redirect(routes.show({ id: params.id }), done('changed'))
    },
    remove: async ({ params }) => {
      if (!(await orders.remove(params.id))) throw notFound('order')
      return redirect(routes.list(), done('removed'))
    },
    ship: async ({ params, body }) => {
      await shipOrder(orders, params.id, body.shippedOn)
      return redirect(routes.show({ id: params.id }), done('shipped'))
    },
  }
}
