import { behaviour } from 'ashlar'
import { importOrders } from './actions/import-orders.ts'
import { seedOrders } from './actions/seed-orders.ts'
import { createOrderStore } from './data/order-store.ts'
import { createShipperStore } from './data/shipper-store.ts'
import type definition from './module.ts'
import { createOrderRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, catalog, customers }) => {
  const needs = { orders: createOrderStore(db), shippers: createShipperStore(db), catalog, customers }
  return {
    routes: createOrderRoutes(needs),
    imports: importOrders(needs),
    seed: () => seedOrders(needs, new Date()),
  }
})
