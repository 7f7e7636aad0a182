import { readOrderEvent } from '@demo/orders/contract'
import { behaviour } from 'ashlar'
import { importCatalog } from './actions/import-catalog.ts'
import { keepStock } from './actions/keep-stock.ts'
import { seedCatalog } from './actions/seed-catalog.ts'
import type { Catalog } from './contract.ts'
import { createCatalogStores } from './data/stores.ts'
import type definition from './module.ts'
import { createCatalogRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, publish }) => {
  const stores = createCatalogStores(db)
  const { products } = stores
  const catalog: Catalog = {
    findProduct: products.find,
    findProductByNumber: products.findByNumber,
    listProductsById: products.listById,
    searchProducts: products.searchSellable,
  }
  return {
    offers: { catalog },
    routes: createCatalogRoutes({ ...stores, publish }),
    listens: {
      keepStock: async (envelope) => {
        const event = readOrderEvent(envelope)
        if (event) await keepStock({ ...stores, publish }, event)
      },
    },
    imports: importCatalog(stores),
    seed: () => seedCatalog(stores),
  }
})
