import { defineModule } from 'ashlar'
import { accountAdmin, authProvider } from 'ashlar/contract'
import { can, pages, routes, users } from './contract.ts'
import { settings } from './settings.ts'

const definition = defineModule({
  id: 'users',
  offers: { authProvider, accountAdmin, users },
  permissions: can,
  routes,
  pages,
  settings,
  menu: [{ to: routes.list, icon: 'users', order: 900, group: 'menu.group' }],
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
