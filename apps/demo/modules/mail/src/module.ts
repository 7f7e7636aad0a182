import { defineModule } from 'ashlar'
import { job } from 'ashlar/contract'
import { can, Letter, mail, pages, routes } from './contract.ts'
import { settings } from './settings.ts'

const definition = defineModule({
  id: 'mail',
  offers: { mail },
  permissions: can,
  settings,
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'mail', order: 60, group: 'menu.group' }],
  jobs: { deliver: job({ payload: Letter, timeoutMs: 60_000 }) },
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
