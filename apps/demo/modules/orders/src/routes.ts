/** The routes of orders: from the request to an action or a query, and back to a page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { type ConfirmOrderNeeds, confirmOrder } from './actions/confirm-order.ts'
import { type ReadHistoryNeeds, readHistory } from './actions/read-history.ts'
import { removeOrder } from './actions/remove-order.ts'
import { type SaveOrderNeeds, saveOrder } from './actions/save-order.ts'
import { shipOrder } from './actions/ship-order.ts'
import { type Order, type OrderId, pages, routes } from './contract.ts'
import type { StockStore } from './domain/stock-store.ts'

/** As many choices as a person looks through. */
const choices = 20

const done = (message: string) => ({ flash: { kind: 'success', message: `orders:flash.${message}` } }) as const

export interface OrderRouteNeeds extends SaveOrderNeeds, ConfirmOrderNeeds, ReadHistoryNeeds {
  readonly stock: StockStore
  /** The day that it is at the desk. */
  readonly today: () => string
}

/** Handles every route of the contract. */
export function createOrderRoutes(needs: OrderRouteNeeds): RouteHandlers<typeof routes> {
  const { orders, shippers, stock, catalog, customers } = needs

  async function getOrder(id: OrderId): Promise<Order> {
    const order = await orders.find(id)
    if (!order) throw notFound('order')
    return order
  }

  const readFormProps = async () => ({
    shippers: await shippers.list(),
    today: needs.today(),
  })

  return {
    list: ({ query }) => render(pages.Browse, { orders: () => orders.list(query), query }),
    api: ({ query }) => orders.list(query),
    findCustomers: async ({ query }) => [...(await customers.search(query.search, choices))],
    findProducts: async ({ query }) => [...(await catalog.searchProducts(query.search, choices))],
    show: async ({ params }) =>
      render(pages.Show, {
        order: await getOrder(params.id),
        stock: async () => (await stock.find(params.id)) ?? null,
        history: () => readHistory(needs, params.id),
      }),
    create: async () => render(pages.Form, { order: null, ...(await readFormProps()) }),
    edit: async ({ params }) => render(pages.Form, { order: await getOrder(params.id), ...(await readFormProps()) }),
    store: async ({ body }) => {
      const id = await saveOrder(needs, body)
      await confirmOrder(needs, id)
      return redirect(routes.show({ id }), done('placed'))
    },
    update: async ({ params, body }) => {
      await saveOrder(needs, body, params.id)
      return redirect(routes.show({ id: params.id }), done('changed'))
    },
    remove: async ({ params }) => {
      await removeOrder(needs, params.id)
      return redirect(routes.list(), done('removed'))
    },
    ship: async ({ params, body }) => {
      await shipOrder(needs, params.id, body.shippedOn)
      return redirect(routes.show({ id: params.id }), done('shipped'))
    },
  }
}
