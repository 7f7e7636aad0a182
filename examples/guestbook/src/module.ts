import { defineModule } from 'ashlar'
import { can, entrySigned, pages, routes } from './contract.ts'

const definition = defineModule({
  id: 'guestbook',
  permissions: can,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'users', order: 500 }],
  publishes: [entrySigned],
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
