import { behaviour } from 'ashlar'
import { createEntryStore } from './data/entry-store.ts'
import type definition from './module.ts'
import { createRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db }) => ({ routes: createRoutes(createEntryStore(db)) }))
