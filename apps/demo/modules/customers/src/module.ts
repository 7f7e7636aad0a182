import { defineModule } from 'ashlar'
import { can, customers, pages, routes } from './contract.ts'
import { imports } from './imports.ts'

const definition = defineModule({
  id: 'customers',
  offers: { customers },
  permissions: can,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'users', order: 20, group: 'menu.group' }],
  imports,
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
