import { defineModule } from 'ashlar'
import { after, job, optional, tenantProvider } from 'ashlar/contract'
import { can, pages, routes } from './contract.ts'
import { timeZone } from './domain/days.ts'

const definition = defineModule({
  id: 'reporting',
  needs: { tenants: optional(tenantProvider) },
  permissions: can,
  routes,
  pages,
  menu: [
    { to: routes.sales, icon: 'chart', order: 40, group: 'menu.group' },
    { to: routes.days, icon: 'file', order: 41, group: 'menu.group' },
  ],
  listens: { keepSales: after('orders.*') },
  jobs: { reportDays: job({ schedule: '30 2 * * *', timeZone, unique: true }) },
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
