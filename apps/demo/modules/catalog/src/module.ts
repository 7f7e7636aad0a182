import { defineModule } from 'ashlar'
import { after } from 'ashlar/contract'
import { can, catalog, pages, routes, stockReserved } from './contract.ts'
import { imports } from './imports.ts'

const definition = defineModule({
  id: 'catalog',
  offers: { catalog },
  permissions: can,
  routes,
  pages,
  menu: [
    { to: routes.listProducts, icon: 'package', order: 30, group: 'menu.group' },
    { to: routes.listCategories, icon: 'tag', order: 31, group: 'menu.group' },
    { to: routes.listSuppliers, icon: 'truck', order: 32, group: 'menu.group' },
  ],
  publishes: [stockReserved],
  listens: { keepStock: after('orders.*', { optional: true }) },
  imports,
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
