import { catalog } from '@demo/catalog/contract'
import { customers } from '@demo/customers/contract'
import { defineModule } from 'ashlar'
import { can, orderPlaced, pages, routes } from './contract.ts'
import { imports } from './imports.ts'

const definition = defineModule({
  id: 'orders',
  needs: { catalog, customers },
  permissions: can,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'receipt', order: 10, group: 'menu.group' }],
  publishes: [orderPlaced],
  imports,
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
