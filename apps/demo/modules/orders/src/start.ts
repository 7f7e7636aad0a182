import { behaviour } from 'ashlar'
import { importOrders } from './actions/import-orders.ts'
import { seedOrders } from './actions/seed-orders.ts'
import { createOrderStore } from './data/order-store.ts'
import { createShipperStore } from './data/shipper-store.ts'
import { createStockStore } from './data/stock-store.ts'
import type definition from './module.ts'
import { createOrderRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, text, catalog, customers, users, mail, publish, today }) => {
  const stock = createStockStore(db)
  const needs = {
    orders: createOrderStore(db, today),
    shippers: createShipperStore(db),
    stock,
    catalog,
    customers,
    users,
    mail,
    text,
    publish,
    today,
  }
  return {
    routes: createOrderRoutes(needs),
    listens: { noteStock: ({ orderId, lines }) => stock.replace(orderId, lines) },
    imports: importOrders(needs),
    seed: ({ tenant }) => seedOrders(needs, new Date(), tenant),
  }
})
