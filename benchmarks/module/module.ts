import { defineModule } from 'ashlar'
import { after } from 'ashlar/contract'
import { authProvider, can, noteAdded, pages, routes } from './contract.ts'

const definition = defineModule({
  id: 'bench',
  offers: { authProvider },
  permissions: can,
  routes,
  pages,
  publishes: [noteAdded],
  listens: { remember: after(noteAdded) },
  start: () => import('./start.ts'),
})

export default definition
