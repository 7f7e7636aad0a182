import { defineModule } from 'ashlar'
import { authProvider, can, pages, routes } from './contract.ts'

const definition = defineModule({
  id: 'bench',
  offers: { authProvider },
  permissions: can,
  routes,
  pages,
  start: () => import('./start.ts'),
})

export default definition
