import { users } from '@ashlar/users/contract'
import { catalog, stockReserved } from '@demo/catalog/contract'
import { customers } from '@demo/customers/contract'
import { mail } from '@demo/mail/contract'
import { defineModule } from 'ashlar'
import { after, optional } from 'ashlar/contract'
import { can, orderChanged, orderPlaced, orderRemoved, orderShipped, pages, routes } from './contract.ts'
import { imports } from './imports.ts'

const definition = defineModule({
  id: 'orders',
  needs: { catalog, customers, users: optional(users), mail: optional(mail) },
  permissions: can,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'receipt', order: 10, group: 'menu.group' }],
  publishes: [orderPlaced, orderChanged, orderShipped, orderRemoved],
  listens: { noteStock: after(stockReserved) },
  imports,
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
