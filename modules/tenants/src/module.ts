import { users } from '@ashlar/users/contract'
import { defineModule } from 'ashlar'
import { tenantAdmin, tenantProvider } from 'ashlar/contract'
import { can, pages, routes, tenants } from './contract.ts'

const definition = defineModule({
  id: 'tenants',
  needs: { users },
  offers: { tenantProvider, tenantAdmin, tenants },
  permissions: can,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'building', order: 910, group: 'menu.group' }],
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
